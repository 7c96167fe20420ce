import { z } from 'zod';
import { isPort, milliseconds, resourcePrefix } from '@app/messaging';

/** Settings of an app's database, by the names of their environment variables. */
export const databaseSettings = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL')
    .refine(hasPossiblePort, 'has a port that is none; ports end at 65535')
    .default('postgres://postgres:postgres@127.0.0.1:5432/postgres'),
  RESOURCE_PREFIX: resourcePrefix,
  /** Connections of the app: all but two for transactions, of which each busy outbox destination has one. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(3).default(12),
  DATABASE_CONNECT_TIMEOUT_MS: milliseconds(10_000),
  /** How long a statement waits for another transaction's lock before it is handed back. */
  DATABASE_LOCK_TIMEOUT_MS: milliseconds(5_000),
  DATABASE_STATEMENT_TIMEOUT_MS: milliseconds(30_000),
  /** Keep it below every broker's lease, so that a frozen consumer can't hold a row beyond it. */
  DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS: milliseconds(20_000),
  /** How long a starting app waits for the server. */
  DATABASE_START_TIMEOUT_MS: milliseconds(60_000),
});

export type DatabaseSettings = z.infer<typeof databaseSettings>;

/** The driver takes more than `URL` does, such as no host at all; of a wrong port it says nothing useful. */
function hasPossiblePort(url: string): boolean {
  const [, port] = /^[^/]+\/\/(?:[^/?#]*@)?[^/?#@]*:([^/?#@:\]]*)(?:[/?#]|$)/.exec(url) ?? [];
  return !port || isPort(port);
}
