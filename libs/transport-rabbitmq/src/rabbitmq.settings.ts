import { z } from 'zod';
import { maxBodyBytes, milliseconds, resourcePrefix, shutdownTimeoutMs } from '@app/messaging';

/** What the environment says about RabbitMQ, with the variables' names as keys. */
export const rabbitMqSettings = z.object({
  /** `amqp://` or `amqps://`, credentials included; it never appears in a log or an error. */
  RABBITMQ_URL: z
    .url({
      protocol: /^amqps?$/,
      hostname: /./,
      error: 'must be a URL like amqp://user:password@host:5672',
    })
    .default('amqp://guest:guest@127.0.0.1:5672'),
  RESOURCE_PREFIX: resourcePrefix,
  /** Within which a publish is confirmed or rejects. */
  RABBITMQ_PUBLISH_TIMEOUT_MS: milliseconds(30_000),
  /** A connection without a sign of life for about twice as long counts as lost, on both sides. */
  RABBITMQ_HEARTBEAT_SECONDS: z.coerce.number().int().min(1).max(600).default(10),
  /** RabbitMQ itself carries 128 MiB, but queues are for messages. */
  RABBITMQ_MAX_BODY_BYTES: maxBodyBytes(),
  SHUTDOWN_TIMEOUT_MS: shutdownTimeoutMs,
});

export type RabbitMqSettings = z.infer<typeof rabbitMqSettings>;
