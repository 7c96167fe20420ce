import { z } from 'zod';

const milliseconds = z.coerce.number().int().positive();

/** What the environment says about BullMQ, with the variables' names as keys. */
export const bullMqSettings = z.object({
  /** `redis://` or `rediss://`, credentials and database included; it never appears in a log. */
  REDIS_URL: z
    .url({
      protocol: /^rediss?$/,
      hostname: /./,
      error: 'must be a URL like redis://user:password@host:6379/0',
    })
    .default('redis://127.0.0.1:6379'),
  /** Stands before every key in Redis, so that several systems can share one server. */
  RESOURCE_PREFIX: z
    .string()
    .regex(/^[\w.-]{0,64}$/, 'may have letters, digits, dots, dashes and underscores')
    .default(''),
  /** Within which a publish is confirmed or rejects. */
  BULLMQ_PUBLISH_TIMEOUT_MS: milliseconds.default(30_000),
  /**
   * How long a job stays ours without a sign of life. Its lock is renewed four times as often, so
   * that a handler may take as long as it needs; a dead process's jobs wait for up to twice as long.
   */
  BULLMQ_LOCK_MS: milliseconds.min(1_000).default(30_000),
  /** How often a job's process may die with it before it becomes a dead letter `CRASH_LOOP`. */
  BULLMQ_MAX_CRASHES: z.coerce.number().int().min(0).default(5),
  /**
   * The largest body that is published, or read. Redis carries 512 MiB, in memory: the default
   * keeps what also fits other brokers (1 MiB less 64 KiB for a dead letter's metadata).
   */
  BULLMQ_MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .max(64 * 1024 * 1024)
    .default(960 * 1024),
  /** How long closing waits for running handlers before it gives their jobs back. */
  SHUTDOWN_TIMEOUT_MS: milliseconds.default(25_000),
});

export type BullMqSettings = z.infer<typeof bullMqSettings>;
