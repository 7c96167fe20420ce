import type { ITopicConfig } from 'kafkajs';
import type { KafkaSettings } from '../kafka.settings.js';
import { TOPIC_DEFAULTS, type KafkaTopic } from './kafka-topology.js';

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
    'min.insync.replicas': minInsyncReplicas,
    'retention.ms': topic.retentionMs ?? TOPIC_DEFAULTS.retentionMs,
    'max.message.bytes': topic.maxMessageBytes ?? TOPIC_DEFAULTS.maxMessageBytes,
  };
  return {
    topic: settings.RESOURCE_PREFIX + topic.name,
    numPartitions: topic.partitions,
    replicationFactor,
    configEntries: Object.entries(config).map(([name, value]) => ({ name, value: String(value) })),
  };
}
