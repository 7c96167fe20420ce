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
  const parsed = schema.safeParse(given(environment));
  if (parsed.success) return parsed.data;
  throw wrongSettings(parsed.error.issues);
}

/**
 * Looks at the settings of several parts of an app at once, so that one error tells all.
 * @throws ConfigurationError naming every wrong variable
 */
export function checkSettings(schemas: Iterable<z.ZodType>, environment: Environment): void {
  const variables = given(environment);
  const issues = [...schemas].flatMap((schema) => schema.safeParse(variables).error?.issues ?? []);
  if (issues.length > 0) throw wrongSettings(issues);
}

function given(environment: Environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/** Several parts may read the same variable, which is told once. */
function wrongSettings(issues: readonly z.core.$ZodIssue[]): ConfigurationError {
  const lines = new Set(issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`));
  return new ConfigurationError(
    `These environment variables are missing or wrong:\n${[...lines].join('\n')}\n` +
      'Correct them and start again; docs/configuration.md lists each with its default.',
  );
}
