import { z } from 'zod';
import { maxBodyBytes, milliseconds, resourcePrefix, shutdownTimeoutMs } from '@app/messaging';

const HOUR_MS = 3_600_000;

/** What the environment says about SQS, with the variables' names as keys. */
export const sqsSettings = z.object({
  /** ElasticMQ of the local stack by default; for AWS `https://sqs.<region>.amazonaws.com`. */
  SQS_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be a URL like https://sqs.eu-west-1.amazonaws.com' })
    .default('http://127.0.0.1:9324'),
  /** Where these are not set, AWS's own chain looks for them, unless the endpoint is local. */
  AWS_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  RESOURCE_PREFIX: resourcePrefix,
  /** After how long without a renewal SQS gives a message to someone else; renewed at a third. */
  SQS_VISIBILITY_TIMEOUT_SECONDS: z.coerce.number().int().min(3).max(43_200).default(300),
  /** However slow its handler, a message is given up after this; SQS allows 12 hours. */
  SQS_MAX_HOLD_MS: z.coerce
    .number()
    .int()
    .positive()
    .max(11 * HOUR_MS)
    .default(2 * HOUR_MS),
  /**
   * How long a receive waits for messages. Default 20, the most that SQS allows; 2 at other servers,
   * as ElasticMQ hands messages to a receive whose client has gone.
   */
  SQS_WAIT_SECONDS: z.coerce.number().int().min(0).max(20).optional(),
  /** Receives that wait at SQS side by side, for each queue. */
  SQS_POLLERS: z.coerce.number().int().min(1).max(20).default(2),
  /** Within which a publish is confirmed or rejects. */
  SQS_PUBLISH_TIMEOUT_MS: milliseconds(30_000),
  /**
   * The largest body that is published, or read. SQS carries 1 MiB with all attributes; 128 KiB of
   * it are kept for headers and a dead letter's metadata.
   */
  SQS_MAX_BODY_BYTES: maxBodyBytes(896 * 1024, 896 * 1024),
  SHUTDOWN_TIMEOUT_MS: shutdownTimeoutMs,
});

export type SqsSettings = z.infer<typeof sqsSettings>;
