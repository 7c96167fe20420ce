import { milliseconds, redisUrl, resourcePrefix } from '@app/messaging';
import { z } from 'zod';

/** Settings of the Redis that keeps leases, by the names of their environment variables. */
export const redisLeaseSettings = z
  .object({
    /** The queues' database, which the leases must not share. */
    REDIS_URL: redisUrl,
    /** Default: another database of the queues' server. It never appears in a log. */
    IDEMPOTENCY_REDIS_URL: redisUrl.unwrap().optional(),
    RESOURCE_PREFIX: resourcePrefix,
    /**
     * How long a message of a dead process waits until another one handles it. Longer than an
     * outage of Redis that must not let an effect come twice.
     */
    IDEMPOTENCY_LEASE_SECONDS: z.coerce.number().min(1).max(86_400).default(60),
    /** Must exceed the time for which any topic can be read again; Kafka keeps 168 hours. */
    IDEMPOTENCY_RETENTION_HOURS: z.coerce.number().min(1).default(192),
    /** A call that isn't answered within it counts as failed. */
    IDEMPOTENCY_TIMEOUT_MS: milliseconds(2_000),
    /** How long a starting app waits for the server. */
    IDEMPOTENCY_START_TIMEOUT_MS: milliseconds(60_000),
    /** Starts although Redis may forget what was done when its memory is full. */
    IDEMPOTENCY_ALLOW_EVICTION: z.stringbool().default(false),
  })
  .transform((settings) => ({
    ...settings,
    IDEMPOTENCY_REDIS_URL: settings.IDEMPOTENCY_REDIS_URL ?? besides(settings.REDIS_URL),
  }))
  .superRefine((settings, context) => {
    const refuse = (name: keyof typeof settings, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (database(settings.IDEMPOTENCY_REDIS_URL) === database(settings.REDIS_URL)) {
      refuse(
        'IDEMPOTENCY_REDIS_URL',
        'is the database of REDIS_URL: whoever empties the queues would forget what was done; ' +
          'give it another number at the end, or another server',
      );
    }
    // A renewal comes after a third, and needs the time for a second try.
    if (settings.IDEMPOTENCY_TIMEOUT_MS > (settings.IDEMPOTENCY_LEASE_SECONDS * 1_000) / 3) {
      refuse('IDEMPOTENCY_TIMEOUT_MS', 'must be at most a third of IDEMPOTENCY_LEASE_SECONDS');
    }
  });

export type RedisLeaseSettings = z.infer<typeof redisLeaseSettings>;

function besides(url: string): string {
  const other = new URL(url);
  other.pathname = databaseNumber(other) === 1 ? '/2' : '/1';
  other.searchParams.delete('db');
  return other.href;
}

function database(url: string): string {
  const parsed = new URL(url);
  const host = parsed.hostname === 'localhost' ? '127.0.0.1' : parsed.hostname.toLowerCase();
  return `${host}:${parsed.port || '6379'}/${databaseNumber(parsed)}`;
}

/** The database that a Redis URL names, by its path or `?db=`. */
export function databaseNumber(url: URL): number {
  return Number(url.searchParams.get('db') ?? url.pathname.slice(1)) || 0;
}
