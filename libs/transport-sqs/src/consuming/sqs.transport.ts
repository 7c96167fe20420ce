import { Inject, Injectable } from '@nestjs/common';
import {
  APP_NAME,
  Clock,
  ConcurrencyLimit,
  ConfigurationError,
  ConsumerTransport,
  Consumers,
  DeliveryPipeline,
  consumerName,
  sharedAbort,
  sleep,
  startPatiently,
  type Subscription,
} from '@app/messaging';
import { waitSeconds } from '../connection/client-config.js';
import { describe } from '../connection/sqs-error.js';
import { SqsClient } from '../connection/sqs.client.js';
import { SqsPublisher } from '../publishing/sqs.publisher.js';
import { SQS_OPTIONS, type SqsTransportOptions } from '../sqs.module-definition.js';
import { isFifo } from '../topology/sqs-topology.js';
import { SqsQueues } from '../topology/sqs.queues.js';
import { DeadLetters } from './dead-letters.js';
import { MessageHandler } from './message-handler.js';
import { QueueReader } from './queue-reader.js';

const CONNECT_RETRY_MS = 1_000;

/**
 * Reads the queues of an app. Messages of a FIFO group are handled one after the other, and a
 * failing one is retried in place while its group waits; other groups go on.
 */
@Injectable()
export class SqsTransport extends ConsumerTransport {
  private readonly stopping = sharedAbort();
  private readers: readonly QueueReader[] = [];

  constructor(
    @Inject(SQS_OPTIONS) private readonly options: SqsTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
    private readonly client: SqsClient,
    private readonly queues: SqsQueues,
    private readonly publisher: SqsPublisher,
    private readonly pipeline: DeliveryPipeline,
    private readonly consumers: Consumers,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Stops receiving, lets running handlers finish, deletes, and gives the rest back. */
  override async close(): Promise<void> {
    this.stopping.abort();
    const { SHUTDOWN_TIMEOUT_MS } = this.options.settings;
    await Promise.all(this.readers.map((it) => it.close(SHUTDOWN_TIMEOUT_MS)));
  }

  protected override async start(): Promise<void> {
    const readers = this.options.consumes.map((it) => this.createReader(it));
    await startPatiently({
      broker: 'SQS',
      started: this.connect(readers),
      clock: this.clock,
      logger: this.logger,
      onLateFailure: (error) => this.giveUp(error),
    });
  }

  /** Resolves when the queues exist and are read, however long that takes. */
  private async connect(readers: readonly QueueReader[]): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.queues.ensure();
        if (signal.aborted) return;
        this.readers = readers;
        for (const reader of readers) reader.start();
        return;
      } catch (error) {
        if (error instanceof ConfigurationError) throw error;
        this.logger.warn(`SQS is not reached yet: ${describe(error)}`);
      }
      await sleep(this.clock, CONNECT_RETRY_MS, [signal]);
    }
  }

  private createReader(subscription: Subscription): QueueReader {
    const { channel } = subscription;
    const { client, clock, consumers, handlers, pipeline, publisher, queues } = this;
    const { settings } = this.options;
    if (!queues.isReadable(channel.name)) {
      throw new ConfigurationError(
        `${this.app} reads queue '${channel.name}', which the SQS topology lacks. Declare it.`,
      );
    }
    const { SQS_MAX_BODY_BYTES: maxBodyBytes } = settings;
    const consumer = consumers.create(handlers, subscription, maxBodyBytes);
    const limit = new ConcurrencyLimit(consumer.concurrency);
    const stopping = this.stopping.signal;
    const handler = new MessageHandler({
      source: { ...channel, consumer: consumerName(this.app, channel) },
      consumer,
      limit,
      pipeline,
      deadLetters: new DeadLetters(publisher, clock),
      clock,
      stopping,
    });
    return new QueueReader({
      queue: channel.name,
      url: () => queues.url(channel.name),
      client,
      clock,
      handler,
      limit,
      concurrency: consumer.concurrency,
      fifo: isFifo(channel.name),
      pollers: settings.SQS_POLLERS,
      visibilitySeconds: settings.SQS_VISIBILITY_TIMEOUT_SECONDS,
      waitSeconds: waitSeconds(settings),
      maxHoldMs: settings.SQS_MAX_HOLD_MS,
      stopping,
    });
  }
}
