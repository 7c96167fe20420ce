import { StandardSchemaValidationPipe } from '@nestjs/common';
import { Problem } from './problem.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Checks what a controller's parameters name a schema for; 422 names each wrong field. */
export const validationPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues: readonly Issue[]) => {
    const errors = issues.map(({ path, message }) => ({ field: fieldOf(path), message }));
    const fields = errors.map(({ field }) => field).join(', ');
    return new Problem(422, 'VALIDATION', `These fields are wrong: ${fields}.`, errors);
  },
});

function fieldOf(path: Issue['path']): string {
  const keys = (path ?? []).map((part) => (typeof part === 'object' ? part.key : part));
  return keys.map(String).join('.') || 'body';
}
