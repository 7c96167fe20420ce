import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Admin, ITopicConfig } from 'kafkajs';
import { ConfigurationError } from '@app/messaging';
import { KafkaClient } from '../connection/kafka.client.js';
import { isRefusal, rootCause } from '../connection/kafka-error.js';
import { createTopic } from './create-topic.js';
import { topicConfig } from './topic-config.js';
import { TopicRetention } from './topic-retention.js';
import { Topics } from './topics.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from '../kafka.module-definition.js';

/** Creates the topics that don't exist yet. What exists is left as it is. */
@Injectable()
export class TopicCreator {
  private readonly logger = new Logger(TopicCreator.name);
  private done: Promise<void> | undefined;

  constructor(
    @Inject(KAFKA_OPTIONS) private readonly options: KafkaTransportOptions,
    private readonly client: KafkaClient,
    private readonly topics: Topics,
    private readonly retention: TopicRetention,
  ) {}

  /**
   * Resolves when every topic exists, and keeps no record for longer than the app remembers to
   * have handled it.
   * @throws ConfigurationError
   */
  async ensureReadable(): Promise<void> {
    await this.ensure();
    await this.retention.checkBroker();
  }

  /**
   * Resolves when every topic exists; asks the broker once. After a failure, the next call tries
   * again.
   * @throws ConfigurationError when the broker refuses a topic as it is declared
   */
  ensure(): Promise<void> {
    this.done ??= this.create().catch((error: unknown) => {
      this.done = undefined;
      throw error;
    });
    return this.done;
  }

  private async create(): Promise<void> {
    const { settings } = this.options;
    const wanted = this.topics.all().map((topic) => topicConfig(topic, settings));
    const admin = this.client.admin();
    try {
      await admin.connect();
      const existing = new Set(await admin.listTopics());
      for (const config of wanted) {
        if (!existing.has(config.topic)) await this.createOne(admin, config);
      }
    } finally {
      await admin.disconnect();
    }
  }

  /** Another process may create it at the same time: kafkajs then answers false. */
  private async createOne(admin: Admin, config: ITopicConfig): Promise<void> {
    try {
      const created = await createTopic(admin, config);
      if (created) this.logger.log(`Created topic ${config.topic}`);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      throw new ConfigurationError(
        `Kafka refuses topic ${config.topic} as it is declared: ${rootCause(error).message}. ` +
          'Fewer brokers than copies? Set KAFKA_REPLICATION_FACTOR and KAFKA_MIN_INSYNC_REPLICAS.',
        { cause: error },
      );
    }
  }
}
