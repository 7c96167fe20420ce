import { z } from 'zod';
import { maxBodyBytes, milliseconds, redisUrl } from '@app/messaging';
import { resourcePrefix, shutdownTimeoutMs } from '@app/messaging';

/** What the environment says about BullMQ, with the variables' names as keys. */
export const bullMqSettings = z.object({
  REDIS_URL: redisUrl,
  RESOURCE_PREFIX: resourcePrefix,
  /** Within which a publish is confirmed or rejects. */
  BULLMQ_PUBLISH_TIMEOUT_MS: milliseconds(30_000),
  /**
   * How long a job stays ours without a sign of life. Its lock is renewed four times as often, so
   * that a handler may take as long as it needs; a dead process's jobs wait for up to twice as long.
   */
  BULLMQ_LOCK_MS: z.coerce.number().int().min(1_000).default(30_000),
  /** Redis itself carries 512 MiB, but in memory. */
  BULLMQ_MAX_BODY_BYTES: maxBodyBytes(),
  SHUTDOWN_TIMEOUT_MS: shutdownTimeoutMs,
});

export type BullMqSettings = z.infer<typeof bullMqSettings>;
