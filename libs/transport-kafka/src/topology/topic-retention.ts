import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import kafkajs, { type Admin } from 'kafkajs';
import { DuplicateMemory } from '@app/messaging';
import { isRefusal, rootCause } from '../connection/kafka-error.js';
import { KafkaClient } from '../connection/kafka.client.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from '../kafka.module-definition.js';
import { TOPIC_DEFAULTS } from './kafka-topology.js';
import { readableMs } from './readable-ms.js';
import { segmentMs } from './topic-config.js';
import { Topics } from './topics.js';

const REMEDY = "lower the topic's retention.ms and segment.ms, which count together";

/** Sees to it that nothing can be read again that the app has forgotten to have handled. */
@Injectable()
export class TopicRetention implements OnModuleInit {
  private readonly logger = new Logger(TopicRetention.name);

  constructor(
    @Inject(KAFKA_OPTIONS) private readonly options: KafkaTransportOptions,
    private readonly client: KafkaClient,
    private readonly topics: Topics,
    private readonly memory: DuplicateMemory,
  ) {}

  /** As declared. @throws ConfigurationError */
  onModuleInit(): void {
    for (const { name } of this.consumed) {
      const topic = this.topics.get(name);
      const retentionMs = topic.retentionMs ?? TOPIC_DEFAULTS.retentionMs;
      this.check(name, readableMs({ retentionMs, segmentMs: segmentMs(topic) }));
    }
  }

  /** As the broker has it: a topic that was there before is not altered by us. @throws ConfigurationError */
  async checkBroker(): Promise<void> {
    if (this.consumed.length === 0) return;
    const admin = this.client.admin();
    try {
      await admin.connect();
      for (const { name } of this.consumed) await this.checkTopic(admin, name);
    } finally {
      await admin.disconnect();
    }
  }

  private async checkTopic(admin: Admin, name: string): Promise<void> {
    const config = await this.configOf(admin, name);
    if (!config) return;
    const { 'retention.ms': retention, 'segment.ms': segment, 'cleanup.policy': policy } = config;
    this.check(
      name,
      readableMs({
        retentionMs: policy?.includes('delete') === false ? -1 : Number(retention),
        segmentMs: Number(segment),
      }),
    );
  }

  private async configOf(
    admin: Admin,
    name: string,
  ): Promise<Record<string, string | undefined> | undefined> {
    const topic = this.options.settings.RESOURCE_PREFIX + name;
    const { TOPIC } = kafkajs.ConfigResourceTypes;
    const configNames = ['retention.ms', 'segment.ms', 'cleanup.policy'];
    try {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: TOPIC, name: topic, configNames }],
      });
      const entries = resources[0]?.configEntries ?? [];
      return Object.fromEntries(entries.map((it) => [it.configName, it.configValue]));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.logger.warn(
        `Kafka does not tell how long topic ${topic} is kept (${rootCause(error).message}). Make ` +
          'sure that it is not longer than INBOX_RETENTION_HOURS, or old messages may have their ' +
          'effect again.',
      );
      return undefined;
    }
  }

  private check(name: string, ms: number): void {
    const topic = this.options.settings.RESOURCE_PREFIX + name;
    this.memory.assertCovers(`Kafka topic ${topic}`, ms, REMEDY);
  }

  private get consumed() {
    return this.options.consumes.map(({ channel }) => channel);
  }
}
