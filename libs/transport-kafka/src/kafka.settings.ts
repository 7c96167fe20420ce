import { z } from 'zod';

const milliseconds = (byDefault: number) => z.coerce.number().int().positive().default(byDefault);

/** What the transport takes from the environment; keys are the variables' names. */
export const kafkaSettings = z.object({
  /** `host:port`, separated by commas; any one of them leads to the others. */
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:9092')
    .transform((list) => list.split(',').map((address) => address.trim()))
    .pipe(
      z.array(z.string().regex(/^[^\s:]+:[0-9]+$/, 'Expected host:port, separated by commas.')),
    ),
  /** Goes before every topic and group, so that two runs share one stack. */
  RESOURCE_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]*$/, 'Only letters, digits, dots, dashes and underscores.')
    .default(''),
  /** Replaces the topology's value, for a stack with fewer brokers than production. */
  KAFKA_REPLICATION_FACTOR: z.coerce.number().int().positive().optional(),
  /** Replaces the topology's value, as above. */
  KAFKA_MIN_INSYNC_REPLICAS: z.coerce.number().int().positive().optional(),
  /** Within which a publish is confirmed or rejected. */
  KAFKA_DELIVERY_TIMEOUT_MS: milliseconds(120_000),
  /** How long one request waits for its answer. */
  KAFKA_REQUEST_TIMEOUT_MS: milliseconds(30_000),
  /** After how long without a heartbeat the group gives our partitions to others. */
  KAFKA_SESSION_TIMEOUT_MS: milliseconds(30_000),
  /** gzip is the one codec that Node carries itself; small sends stay plain all the same. */
  KAFKA_COMPRESSION: z.enum(['gzip', 'none']).default('gzip'),
  /** How long closing waits for running handlers. */
  SHUTDOWN_TIMEOUT_MS: milliseconds(25_000),
});

export type KafkaSettings = z.infer<typeof kafkaSettings>;
