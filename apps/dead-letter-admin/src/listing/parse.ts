import type { z } from 'zod';
import { Problem } from '@app/http';

/**
 * What a client gave, checked.
 * @throws Problem 400 naming each field that is wrong or unknown
 */
export function parse<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [problemAt(path, issue.message)];
    return issue.keys.map((key) => problemAt([...path, key], 'is not a field here'));
  });
  const fields = errors.map(({ field }) => field).join(', ');
  throw new Problem(400, 'INVALID_REQUEST', `These fields are wrong: ${fields}.`, errors);
}

function problemAt(path: readonly string[], message: string): { field: string; message: string } {
  return { field: path.join('.') || 'body', message };
}
