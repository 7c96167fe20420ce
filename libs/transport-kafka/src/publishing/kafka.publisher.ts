import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, MessagePublisher, MessageTooLargeError } from '@app/messaging';
import type { Destination, OutboundMessage } from '@app/messaging';
import { KAFKA } from '../broker.js';
import { KafkaClient } from '../connection/kafka.client.js';
import { KafkaHealth } from '../kafka.health.js';
import { TopicCreator } from '../topology/topic-creator.js';
import { Topics } from '../topology/topics.js';
import { TopicProducer } from './topic-producer.js';
import { TopicSender } from './topic-sender.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from '../kafka.module-definition.js';

/** A request stays well below the smallest limit that a topic is likely to have. */
const MAX_REQUEST_BYTES = 512 * 1024;
/** Connecting, and asking for metadata, before the request itself. */
const PREPARATION_MS = 30_000;
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Publishes to Kafka with acks=all. At least once: after a broken connection a message may be
 * stored twice, never not at all once its publish has resolved.
 */
@Injectable()
export class KafkaPublisher extends MessagePublisher implements OnApplicationShutdown {
  override readonly brokers = [KAFKA];
  private readonly senders = new Map<string, TopicSender>();

  constructor(
    @Inject(KAFKA_OPTIONS) private readonly options: KafkaTransportOptions,
    private readonly client: KafkaClient,
    private readonly topics: Topics,
    private readonly creator: TopicCreator,
    private readonly clock: Clock,
    private readonly health: KafkaHealth,
  ) {
    super();
  }

  override maxBodyBytes({ name }: Destination): number {
    return this.topics.maxBodyBytes(name);
  }

  override async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const limit = this.maxBodyBytes(destination);
    if (message.body.length > limit) {
      throw new MessageTooLargeError(destination, message.body.length, limit);
    }
    await this.senderOf(destination.name).send(message);
  }

  /** Whatever its size: the body is what a consumer got, and the DLQ of `topic` has room for it. */
  async publishDeadLetter(topic: string, deadLetter: OutboundMessage): Promise<void> {
    await this.senderOf(this.topics.deadLettersOf(topic)).send(deadLetter);
  }

  /** After the transports are drained: handlers publish until then. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.senders.values()].map((it) => it.close(CLOSE_TIMEOUT_MS)));
  }

  private senderOf(name: string): TopicSender {
    const known = this.senders.get(name);
    if (known) return known;
    const sender = this.createSender(name);
    this.senders.set(name, sender);
    return sender;
  }

  private createSender(name: string): TopicSender {
    const { settings } = this.options;
    const limitBytes = Math.min(MAX_REQUEST_BYTES, this.topics.maxMessageBytes(name));
    const topic = settings.RESOURCE_PREFIX + name;
    return new TopicSender({
      topic,
      limitBytes,
      clock: this.clock,
      deliveryTimeoutMs: settings.KAFKA_DELIVERY_TIMEOUT_MS,
      onOutcome: (outcome) => this.health.sent(outcome),
      producer: new TopicProducer({
        topic,
        compress: settings.KAFKA_COMPRESSION === 'gzip',
        sendTimeoutMs: settings.KAFKA_REQUEST_TIMEOUT_MS + PREPARATION_MS,
        ready: () => this.creator.ensure(),
        createProducer: () => this.client.producer(),
      }),
    });
  }
}
