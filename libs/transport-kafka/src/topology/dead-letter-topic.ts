import { DEAD_LETTER_RETENTION_MS, TOPIC_DEFAULTS, type KafkaTopic } from './kafka-topology.js';

export function deadLetterTopicName(topic: string): string {
  return `${topic}.dlq`;
}

/** The name of the topic that takes the dead letters of `topic`. */
export function deadLettersOf({ name, deadLettersWith }: KafkaTopic): string {
  return deadLetterTopicName(deadLettersWith ?? name);
}

/**
 * The dead-letter topic of a topic. A dead letter is the message and more headers, so it may be
 * larger; and a batch that arrived compressed may hold records beyond the topic's own limit, which
 * our gzip packs less tightly than the producer's codec did.
 */
export function deadLetterTopic(topic: KafkaTopic): KafkaTopic {
  const { deadLettersWith: _, ...own } = topic;
  const maxMessageBytes = topic.maxMessageBytes ?? TOPIC_DEFAULTS.maxMessageBytes;
  return {
    ...own,
    name: deadLettersOf(topic),
    retentionMs: DEAD_LETTER_RETENTION_MS,
    maxMessageBytes: 2 * maxMessageBytes + 1024 * 1024,
  };
}
