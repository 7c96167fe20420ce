import type { ITopicConfig } from 'kafkajs';
import type { KafkaSettings } from '../kafka.settings.js';
import { TOPIC_DEFAULTS, type KafkaTopic } from './kafka-topology.js';

/**
 * The one codec that every app here can read: kafkajs has no snappy, lz4 or zstd, and one such
 * batch of a foreign producer would stop its partitions for good. So the broker compresses anew
 * what doesn't arrive as gzip. That costs the broker CPU for foreign and for plain batches, and a
 * consumer about 0.2 ms for each small one; 'uncompressed' would cost disk and network for all.
 *
 * A topic that exists already is left as it is. Give it the same by
 * `kafka-configs.sh --bootstrap-server <broker> --alter --entity-type topics --entity-name <topic>
 * --add-config compression.type=gzip`. That holds for what is written from then on; what is stored
 * keeps its codec until it expires.
 */
const COMPRESSION_TYPE = 'gzip';

/** What is deleted is a whole segment, so a shorter one lets records outlive their retention less. */
export function segmentMs({ retentionMs = TOPIC_DEFAULTS.retentionMs }: KafkaTopic): number {
  return retentionMs < 0
    ? TOPIC_DEFAULTS.segmentMs
    : Math.min(TOPIC_DEFAULTS.segmentMs, retentionMs);
}

/** A topic as the broker is asked to create it. */
export function topicConfig(topic: KafkaTopic, settings: KafkaSettings): ITopicConfig {
  const replicationFactor =
    settings.KAFKA_REPLICATION_FACTOR ??
    topic.replicationFactor ??
    TOPIC_DEFAULTS.replicationFactor;
  const minInsyncReplicas =
    settings.KAFKA_MIN_INSYNC_REPLICAS ??
    topic.minInsyncReplicas ??
    TOPIC_DEFAULTS.minInsyncReplicas;
  const config = {
    'compression.type': COMPRESSION_TYPE,
    'min.insync.replicas': minInsyncReplicas,
    'retention.ms': topic.retentionMs ?? TOPIC_DEFAULTS.retentionMs,
    'segment.ms': segmentMs(topic),
    'max.message.bytes': topic.maxMessageBytes ?? TOPIC_DEFAULTS.maxMessageBytes,
  };
  return {
    topic: settings.RESOURCE_PREFIX + topic.name,
    numPartitions: topic.partitions,
    replicationFactor,
    configEntries: Object.entries(config).map(([name, value]) => ({ name, value: String(value) })),
  };
}
