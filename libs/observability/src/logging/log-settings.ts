import { readSettings, type Environment } from '@app/messaging';
import { z } from 'zod';

const schema = z.object({
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).optional(),
  NODE_ENV: z.string().optional(),
});

export interface LogSettings {
  readonly level: z.infer<typeof schema>['LOG_LEVEL'];
  readonly format: 'json' | 'pretty';
}

/**
 * `LOG_FORMAT` is `pretty` by default for a person at a terminal, `json` for everything that
 * collects logs.
 * @throws ConfigurationError
 */
export function readLogSettings(environment: Environment, isTerminal: boolean): LogSettings {
  const { LOG_LEVEL, LOG_FORMAT, NODE_ENV } = readSettings(schema, environment);
  const forPerson = isTerminal && NODE_ENV !== 'production';
  return { level: LOG_LEVEL, format: LOG_FORMAT ?? (forPerson ? 'pretty' : 'json') };
}
