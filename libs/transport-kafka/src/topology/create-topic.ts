import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, ITopicConfig } from 'kafkajs';
import { isUnknownTopic } from '../connection/kafka-error.js';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/**
 * Resolves when the topic exists and the broker serves it; false when it was there already.
 * kafkajs waits while a new topic has no leader, but takes the broker that hasn't heard of the
 * topic yet for a failure: Kafka creates topics in the controller and tells brokers afterwards.
 * @throws KafkaJSProtocolError what the broker refuses; unknown topic, after 10 seconds
 */
export async function createTopic(admin: Admin, config: ITopicConfig): Promise<boolean> {
  const created = await admin.createTopics({ topics: [config], waitForLeaders: false });
  if (created) await served(admin, config.topic);
  return created;
}

async function served(admin: Admin, topic: string): Promise<void> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      await admin.fetchTopicMetadata({ topics: [topic] });
      return;
    } catch (error) {
      if (!isUnknownTopic(error) || waited >= PATIENCE_MS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
