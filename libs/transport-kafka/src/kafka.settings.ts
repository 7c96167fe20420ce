import { z } from 'zod';
import { isPort, milliseconds, resourcePrefix, shutdownTimeoutMs } from '@app/messaging';

/** What the environment says about Kafka, with the variables' names as keys. */
export const kafkaSettings = z.object({
  /** `host:port`, separated by commas; any one of them leads to the others. */
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:9092')
    .transform((list) => list.split(',').map((address) => address.trim()))
    .pipe(
      z.array(
        z.string().refine(isAddress, 'must be host:port, separated by commas; ports end at 65535'),
      ),
    ),
  RESOURCE_PREFIX: resourcePrefix,
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
  SHUTDOWN_TIMEOUT_MS: shutdownTimeoutMs,
});

function isAddress(text: string): boolean {
  const [, port] = /^[^\s:]+:([0-9]+)$/.exec(text) ?? [];
  return port !== undefined && isPort(port);
}

export type KafkaSettings = z.infer<typeof kafkaSettings>;
