import { z } from 'zod';
import { maxBodyBytes, milliseconds, redisUrl } from '@app/messaging';
import { resourcePrefix, shutdownTimeoutMs } from '@app/messaging';

/** What the environment says about Redis Streams, with the variables' names as keys. */
export const redisStreamsSettings = z.object({
  REDIS_URL: redisUrl,
  RESOURCE_PREFIX: resourcePrefix,
  /** Within which a publish is confirmed or rejected. */
  REDIS_STREAMS_PUBLISH_TIMEOUT_MS: milliseconds(30_000),
  /**
   * An entry whose consumer gave no sign of life for this long is claimed by another one. Consumers
   * renew theirs three times as often.
   */
  REDIS_STREAMS_MIN_IDLE_MS: z.coerce.number().int().min(300).default(30_000),
  /** Redis itself carries 512 MiB, but keeps streams in memory. */
  REDIS_STREAMS_MAX_BODY_BYTES: maxBodyBytes(),
  SHUTDOWN_TIMEOUT_MS: shutdownTimeoutMs,
});

export type RedisStreamsSettings = z.infer<typeof redisStreamsSettings>;
