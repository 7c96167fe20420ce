import { Injectable } from '@nestjs/common';
import {
  Clock,
  consumerName,
  Consumers,
  ConsumerTransport,
  DeliveryPipeline,
  HealthRegistry,
  readSettings,
  type Subscription,
} from '@app/messaging';
import { InMemoryReader } from './in-memory-reader.js';
import { InMemoryOptions } from './in-memory.options.js';
import { IN_MEMORY_MAX_BODY_BYTES } from './in-memory.publisher.js';
import { inMemorySettings } from './in-memory.settings.js';

/** Reads the channels of one app from the broker in memory. */
@Injectable()
export class InMemoryTransport extends ConsumerTransport {
  private readonly drainDeadlineMs: number;
  private readers: readonly InMemoryReader[] = [];

  constructor(
    private readonly options: InMemoryOptions,
    private readonly pipeline: DeliveryPipeline,
    private readonly consumers: Consumers,
    private readonly clock: Clock,
    health: HealthRegistry,
  ) {
    super();
    const settings = readSettings(inMemorySettings, options.use.environment);
    this.drainDeadlineMs = settings.SHUTDOWN_TIMEOUT_MS;
    for (const name of options.brokerNames) {
      const status = () => (options.broker.isConnected ? 'up' : 'down');
      health.add({ name, health: () => ({ status: status() }) });
    }
  }

  protected override async start(): Promise<void> {
    this.readers = this.options.use.consumes.map((it) => this.readerOf(it));
    for (const reader of this.readers) reader.start();
  }

  /** Resolves when running handlers are settled, or given up after `SHUTDOWN_TIMEOUT_MS`. */
  async close(): Promise<void> {
    const { readers } = this;
    this.readers = [];
    if (readers.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.drainDeadlineMs);
    });
    await Promise.all(readers.map((reader) => reader.stop(deadline)));
    clearTimeout(timer);
  }

  private readerOf(subscription: Subscription): InMemoryReader {
    const { broker, use } = this.options;
    return new InMemoryReader({
      broker,
      pipeline: this.pipeline,
      clock: this.clock,
      channel: subscription.channel,
      consumer: this.consumers.create(this.handlers, subscription, IN_MEMORY_MAX_BODY_BYTES),
      consumerName: consumerName(use.app, subscription.channel),
    });
  }
}
