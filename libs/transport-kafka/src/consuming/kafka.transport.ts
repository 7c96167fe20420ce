import { Inject, Injectable } from '@nestjs/common';
import {
  APP_NAME,
  Clock,
  ConfigurationError,
  ConsumerTransport,
  Consumers,
  DeliveryPipeline,
  sharedAbort,
  sleep,
  startPatiently,
} from '@app/messaging';
import { rootCause } from '../connection/kafka-error.js';
import { KafkaClient } from '../connection/kafka.client.js';
import { KafkaHealth } from '../kafka.health.js';
import { KAFKA_OPTIONS, type KafkaTransportOptions } from '../kafka.module-definition.js';
import { KafkaPublisher } from '../publishing/kafka.publisher.js';
import { TopicCreator } from '../topology/topic-creator.js';
import { Topics } from '../topology/topics.js';
import { createGroupReader } from './create-group-reader.js';
import type { GroupReader } from './group-reader.js';

const CONNECT_RETRY_MS = 1_000;
const REFUSED_RETRY_MS = 5_000;

/**
 * Reads the topics of an app as one consumer group. Records of a key are handled one after the
 * other and retried in place; other keys go on. A record is committed once it and all before it
 * in its partition are finished.
 */
@Injectable()
export class KafkaTransport extends ConsumerTransport {
  private readonly stopping = sharedAbort();
  private reader: GroupReader | undefined;

  constructor(
    @Inject(KAFKA_OPTIONS) private readonly options: KafkaTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
    private readonly client: KafkaClient,
    private readonly topics: Topics,
    private readonly creator: TopicCreator,
    private readonly publisher: KafkaPublisher,
    private readonly pipeline: DeliveryPipeline,
    private readonly consumers: Consumers,
    private readonly clock: Clock,
    private readonly health: KafkaHealth,
  ) {
    super();
  }

  /** Stops fetching, lets running handlers finish, commits and leaves the group. */
  override async close(): Promise<void> {
    this.stopping.abort();
    await this.reader?.close(this.options.settings.SHUTDOWN_TIMEOUT_MS);
  }

  /** Whether the group has given us that partition. */
  owns(channel: string, partition: number): boolean {
    const topic = this.options.settings.RESOURCE_PREFIX + channel;
    return this.reader?.owns(topic, partition) ?? false;
  }

  protected override async start(): Promise<void> {
    if (this.options.consumes.length > 0) this.reader = this.createReader();
    await startPatiently({
      broker: 'Kafka',
      started: this.connect(),
      clock: this.clock,
      logger: this.logger,
      onLateFailure: (error) => void this.tryOn(error),
    });
  }

  /**
   * The app has started, so a refusal can't fail it any more, and it may pass: a cluster that is
   * just booting has too few brokers at first.
   */
  private async tryOn(refusal: unknown): Promise<void> {
    for (let problem = refusal; ;) {
      this.logger.error(`Kafka can't be used as it is, trying on: ${problemOf(problem).message}`);
      await sleep(this.clock, REFUSED_RETRY_MS, [this.stopping.signal]);
      try {
        return await this.connect();
      } catch (error) {
        problem = error;
      }
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
        await this.creator.ensureReadable();
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
    const { app, client, clock, consumers, handlers, pipeline, publisher, stopping, topics } = this;
    const reader = createGroupReader({
      ...this.options,
      app,
      client,
      clock,
      consumers,
      handlers,
      pipeline,
      publisher,
      stopping,
      topics,
    });
    this.health.watch(reader);
    return reader;
  }
}

/** Our own error says what to do; of kafkajs's only the root says what happened. */
function problemOf(error: unknown): Error {
  return error instanceof ConfigurationError ? error : rootCause(error);
}
