import { z } from 'zod';

const milliseconds = (byDefault: number) => z.coerce.number().int().positive().default(byDefault);

/** What the transport takes from the environment; keys are the variables' names. */
export const redisStreamsSettings = z.object({
  /** `redis://` or `rediss://`, credentials and database included; it never appears in a log. */
  REDIS_URL: z
    .url({
      protocol: /^rediss?$/,
      hostname: /./,
      error: 'must be a URL like redis://user:password@host:6379/0',
    })
    .default('redis://127.0.0.1:6379'),
  /** Goes before every stream and group, so that two runs share one stack. */
  RESOURCE_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]*$/, 'Only letters, digits, dots, dashes and underscores.')
    .default(''),
  /** Within which a publish is confirmed or rejected. */
  REDIS_STREAMS_PUBLISH_TIMEOUT_MS: milliseconds(30_000),
  /**
   * An entry whose consumer gave no sign of life for this long is claimed by another one. Consumers
   * renew theirs three times as often.
   */
  REDIS_STREAMS_MIN_IDLE_MS: z.coerce.number().int().min(300).default(30_000),
  /**
   * The largest body that is published, or read. Redis carries 512 MiB, but keeps streams in
   * memory: the default is what also fits other brokers (1 MiB less 64 KiB for a dead letter's
   * metadata).
   */
  REDIS_STREAMS_MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .max(64 * 1024 * 1024)
    .default(960 * 1024),
  /** How long closing waits for running handlers. */
  SHUTDOWN_TIMEOUT_MS: milliseconds(25_000),
});

export type RedisStreamsSettings = z.infer<typeof redisStreamsSettings>;
