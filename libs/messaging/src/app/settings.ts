import type { z } from 'zod';
import { ConfigurationError } from '../errors/configuration.error.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from the environment by a schema whose keys are the variables' names. An empty
 * variable counts as absent, so that defaults apply.
 * @throws ConfigurationError naming every wrong variable; values stay out of it, they may be secrets
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
): z.infer<Schema> {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;

  const issues = parsed.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
  throw new ConfigurationError(
    `These environment variables are missing or wrong:\n${issues.join('\n')}\n` +
      'Correct them and start again; docs/configuration.md lists each with its default.',
  );
}
