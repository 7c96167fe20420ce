import { Inject, Injectable } from '@nestjs/common';
import { EventCatalogue } from '@app/events';
import {
  Clock,
  ConfigurationError,
  ConsumerTransport,
  createConsumer,
  DeliveryPipeline,
  type Subscription,
} from '@app/messaging';
import { rootCause } from './client/kafka-error.js';
import { KafkaClient } from './client/kafka.client.js';
import { ConcurrencyLimit } from '@app/messaging';
import { DeadLetters } from './consuming/dead-letters.js';
import { endsWithin } from './consuming/ends-within.js';
import { GroupReader, type TopicReading } from './consuming/group-reader.js';
import { RecordHandler } from './consuming/record-handler.js';
import { sleep } from './consuming/sleep.js';
import { KafkaHealth } from './kafka.health.js';
import type { KafkaModuleOptions } from './kafka-module-options.js';
import type { KafkaSettings } from './kafka.settings.js';
import { KAFKA_SETTINGS } from './kafka.tokens.js';
import { MODULE_OPTIONS_TOKEN } from './kafka-transport.module-definition.js';
import { KafkaPublisher } from './publishing/kafka.publisher.js';
import { TopicCreator } from './topology/topic-creator.js';
import { Topics } from './topology/topics.js';

const DEFAULT_CONCURRENCY = 16;
const CONNECT_RETRY_MS = 1_000;
const REFUSED_RETRY_MS = 5_000;
/** A broker that is away must not keep an app from starting: it goes on to try, and health says so. */
const START_PATIENCE_MS = 15_000;

/**
 * Reads the topics of an app as one consumer group. Records of a key are handled one after the
 * other and retried in place; other keys go on. A record is committed once it and all before it
 * in its partition are finished.
 */
@Injectable()
export class KafkaTransport extends ConsumerTransport {
  private readonly stopping = new AbortController();
  private reader: GroupReader | undefined;

  constructor(
    @Inject(MODULE_OPTIONS_TOKEN) private readonly options: KafkaModuleOptions,
    @Inject(KAFKA_SETTINGS) private readonly settings: KafkaSettings,
    private readonly client: KafkaClient,
    private readonly topics: Topics,
    private readonly creator: TopicCreator,
    private readonly publisher: KafkaPublisher,
    private readonly pipeline: DeliveryPipeline,
    private readonly catalogue: EventCatalogue,
    private readonly clock: Clock,
    private readonly health: KafkaHealth,
  ) {
    super();
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  override async close(): Promise<void> {
    this.stopping.abort();
    await this.reader?.close(this.settings.SHUTDOWN_TIMEOUT_MS);
  }

  /** @throws ConfigurationError when handlers, topology and broker don't fit together */
  private async start(): Promise<void> {
    if (this.options.consumes.length > 0) this.reader = this.createReader();
    const started = this.connect();
    if (await endsWithin(this.clock, START_PATIENCE_MS, started)) return;

    this.logger.warn(`Kafka is not there yet. The app goes on without, and tries on.`);
    void this.tryOn(started);
  }

  /**
   * The app has started, so a refusal can't fail it any more, and it may pass: a cluster that is
   * just booting has too few brokers at first.
   */
  private async tryOn(started: Promise<void>): Promise<void> {
    for (let connected = started; ; connected = this.connect()) {
      try {
        return await connected;
      } catch (error) {
        this.logger.error(`Kafka can't be used as it is, trying on: ${problemOf(error).message}`);
      }
      await sleep(this.clock, REFUSED_RETRY_MS, [this.stopping.signal]);
    }
  }

  /**
   * Resolves when topics exist and the group has let us in, however long that takes, or when the
   * app stops.
   * @throws ConfigurationError
   */
  private async connect(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.creator.ensure();
        this.health.reached();
        if (this.stopping.signal.aborted) return;
        return await this.reader?.start();
      } catch (error) {
        this.health.unreachable(problemOf(error));
        if (error instanceof ConfigurationError) throw error;
        this.logger.warn(`Kafka is not reached yet: ${rootCause(error).message}`);
      }
      await sleep(this.clock, CONNECT_RETRY_MS, [this.stopping.signal]);
    }
  }

  private createReader(): GroupReader {
    const prefix = this.settings.RESOURCE_PREFIX;
    const readings = this.options.consumes.map(
      (subscription) =>
        [prefix + subscription.channel.name, this.createReading(subscription)] as const,
    );
    const reader = new GroupReader(
      this.client,
      {
        groupId: prefix + this.options.app,
        readings: new Map(readings),
        sessionTimeoutMs: this.settings.KAFKA_SESSION_TIMEOUT_MS,
        stopping: this.stopping,
      },
      this.clock,
    );
    this.health.watch(reader);
    return reader;
  }

  private createReading(subscription: Subscription): TopicReading {
    const { channel, concurrency = DEFAULT_CONCURRENCY } = subscription;
    const { handlers, catalogue, clock, pipeline } = this;
    const limit = new ConcurrencyLimit(concurrency);
    const handler = new RecordHandler({
      app: this.options.app,
      channel,
      consumer: createConsumer(
        handlers,
        subscription,
        catalogue,
        this.topics.maxBodyBytes(channel.name),
      ),
      limit,
      pipeline,
      deadLetters: new DeadLetters(
        (topic, it) => this.publisher.publishDeadLetter(topic, it),
        clock,
      ),
      clock,
      stopping: this.stopping.signal,
    });
    return { handler, limit };
  }
}

/** Our own error says what to do; of kafkajs's only the root says what happened. */
function problemOf(error: unknown): Error {
  return error instanceof ConfigurationError ? error : rootCause(error);
}
