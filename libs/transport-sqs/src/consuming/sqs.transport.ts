import { Inject, Injectable } from '@nestjs/common';
import { EventCatalogue } from '@app/events';
import {
  APP_NAME,
  Clock,
  ConfigurationError,
  consumerName,
  ConsumerTransport,
  createConsumer,
  DeliveryPipeline,
  type Subscription,
} from '@app/messaging';
import { waitSeconds } from '../client/client-config.js';
import { describe, toError } from '../client/sqs-error.js';
import { SqsClient } from '../client/sqs.client.js';
import { SqsPublisher } from '../publishing/sqs.publisher.js';
import { SQS_OPTIONS, type SqsTransportOptions } from '../sqs.module-definition.js';
import { isFifo } from '../topology/sqs-topology.js';
import { SqsQueues } from '../topology/sqs.queues.js';
import { ConcurrencyLimit } from '@app/messaging';
import { DeadLetters } from './dead-letters.js';
import { endsWithin } from './ends-within.js';
import { MessageHandler } from './message-handler.js';
import { QueueReader } from './queue-reader.js';
import { sleep } from './sleep.js';

const DEFAULT_CONCURRENCY = 16;
const CONNECT_RETRY_MS = 1_000;
/** SQS out of reach must not keep an app from starting: it goes on to try, and health says so. */
const START_PATIENCE_MS = 15_000;

/**
 * Reads the queues of an app. Messages of a FIFO group are handled one after the other, and a
 * failing one is retried in place while its group waits; other groups go on.
 */
@Injectable()
export class SqsTransport extends ConsumerTransport {
  private readonly stopping = new AbortController();
  private readers: readonly QueueReader[] = [];

  constructor(
    @Inject(SQS_OPTIONS) private readonly options: SqsTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
    private readonly client: SqsClient,
    private readonly queues: SqsQueues,
    private readonly publisher: SqsPublisher,
    private readonly pipeline: DeliveryPipeline,
    private readonly catalogue: EventCatalogue,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      this.stopping.abort();
      callback(error);
      return;
    }
    callback();
  }

  /** Stops receiving, lets running handlers finish, deletes, and gives the rest back. */
  override async close(): Promise<void> {
    this.stopping.abort();
    const { SHUTDOWN_TIMEOUT_MS } = this.options.settings;
    await Promise.all(this.readers.map((it) => it.close(SHUTDOWN_TIMEOUT_MS)));
  }

  /** @throws ConfigurationError when handlers, topology and SQS don't fit together */
  private async start(): Promise<void> {
    const readers = this.options.consumes.map((it) => this.createReader(it));
    const started = this.connect(readers);
    if (await endsWithin(this.clock, START_PATIENCE_MS, started)) return;

    this.logger.warn('SQS is not there yet. The app goes on without, and tries on.');
    started.catch((error: unknown) => {
      this.logger.error(`SQS can't be used: ${describe(toError(error))}`);
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
        this.logger.warn(`SQS is not reached yet: ${describe(toError(error))}`);
      }
      await sleep(this.clock, CONNECT_RETRY_MS, [signal]);
    }
  }

  private createReader(subscription: Subscription): QueueReader {
    const { channel, concurrency = DEFAULT_CONCURRENCY } = subscription;
    const { catalogue, client, clock, handlers, pipeline, publisher, queues } = this;
    const { settings } = this.options;
    if (!queues.has(channel.name)) {
      throw new ConfigurationError(
        `${this.app} reads queue '${channel.name}', which the SQS topology lacks. Declare it.`,
      );
    }
    const limit = new ConcurrencyLimit(concurrency);
    const stopping = this.stopping.signal;
    const maxBodyBytes = settings.SQS_MAX_BODY_BYTES;
    const handler = new MessageHandler({
      source: { ...channel, consumer: consumerName(this.app, channel) },
      consumer: createConsumer(handlers, subscription, catalogue, maxBodyBytes),
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
      concurrency,
      fifo: isFifo(channel.name),
      pollers: settings.SQS_POLLERS,
      visibilitySeconds: settings.SQS_VISIBILITY_TIMEOUT_SECONDS,
      waitSeconds: waitSeconds(settings),
      maxHoldMs: settings.SQS_MAX_HOLD_MS,
      stopping,
    });
  }
}
