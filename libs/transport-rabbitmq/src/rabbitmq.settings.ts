import { z } from 'zod';

const milliseconds = z.coerce.number().int().positive();

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
  /** Stands before every name at the broker, so that several systems can share one. */
  RESOURCE_PREFIX: z
    .string()
    .regex(/^[\w.-]{0,64}$/, 'may have letters, digits, dots, dashes and underscores')
    .default(''),
  /** Within which a publish is confirmed or rejects. */
  RABBITMQ_PUBLISH_TIMEOUT_MS: milliseconds.default(30_000),
  /** A connection without a sign of life for about twice as long counts as lost, on both sides. */
  RABBITMQ_HEARTBEAT_SECONDS: z.coerce.number().int().min(1).max(600).default(10),
  /**
   * The largest body that is published, or read. RabbitMQ itself carries 128 MiB, but queues are
   * for messages: the default keeps what also fits other brokers (1 MiB less 64 KiB for a dead
   * letter's metadata).
   */
  RABBITMQ_MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .max(64 * 1024 * 1024)
    .default(960 * 1024),
  /** How long closing waits for running handlers before it gives their messages back. */
  SHUTDOWN_TIMEOUT_MS: milliseconds.default(25_000),
});

export type RabbitMqSettings = z.infer<typeof rabbitMqSettings>;
