import { DEAD_LETTER_RETENTION_MS, TOPIC_DEFAULTS, type KafkaTopic } from './kafka-topology.js';

export function deadLetterTopicName(topic: string): string {
  return `${topic}.dlq`;
}

/**
 * The dead-letter topic of a topic. A dead letter is the message and more headers, so it may be
 * larger; and a batch that arrived compressed may hold records beyond the topic's own limit, which
 * our gzip packs less tightly than the producer's codec did.
 */
export function deadLetterTopic(topic: KafkaTopic): KafkaTopic {
  const maxMessageBytes = topic.maxMessageBytes ?? TOPIC_DEFAULTS.maxMessageBytes;
  return {
    ...topic,
    name: deadLetterTopicName(topic.name),
    retentionMs: DEAD_LETTER_RETENTION_MS,
    maxMessageBytes: 2 * maxMessageBytes + 1024 * 1024,
  };
}
