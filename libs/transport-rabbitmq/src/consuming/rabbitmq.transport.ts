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
  HealthRegistry,
  type Health,
  type Subscription,
} from '@app/messaging';
import { RabbitMqLink } from '../connection/rabbitmq-link.js';
import type { Session } from '../connection/session.js';
import { RabbitMqSender } from '../publishing/rabbitmq.sender.js';
import { RABBITMQ_OPTIONS, type RabbitMqTransportOptions } from '../rabbitmq.module-definition.js';
import { MAX_DELAY_MS } from '../topology/delay-tiers.js';
import { PhysicalTopology } from '../topology/physical-topology.js';
import { ChannelConsumer } from './channel-consumer.js';
import type { OpenConsumer, QueueSubscription } from './queue-subscription.js';
import { Settler } from './settler.js';
import { Slots } from './slots.js';
import { within } from './within.js';

const DEFAULT_CONCURRENCY = 16;

/** Reads the queues of an app: one connection, one channel a queue. */
@Injectable()
export class RabbitMqTransport extends ConsumerTransport {
  private readonly link: RabbitMqLink;
  private readonly running = new Set<Promise<void>>();
  private subscriptions: readonly QueueSubscription[] = [];
  private readonly consumers = new Set<OpenConsumer>();

  constructor(
    @Inject(RABBITMQ_OPTIONS) private readonly options: RabbitMqTransportOptions,
    @Inject(APP_NAME) private readonly app: string,
    private readonly topology: PhysicalTopology,
    private readonly sender: RabbitMqSender,
    private readonly pipeline: DeliveryPipeline,
    private readonly catalogue: EventCatalogue,
    private readonly clock: Clock,
    health: HealthRegistry,
  ) {
    super();
    const { settings } = options;
    this.link = new RabbitMqLink({
      role: 'consumer',
      url: settings.RABBITMQ_URL,
      heartbeatSeconds: settings.RABBITMQ_HEARTBEAT_SECONDS,
      setUp: (session) => this.consume(session),
    });
    health.add({ name: 'rabbitmq', health: () => this.health() });
  }

  /** Calls back once every queue is consumed, however long the broker takes to be there. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      // The app won't start, and nobody closes what didn't start.
      await Promise.all([this.link.stop(), this.sender.close()]);
      callback(error);
      return;
    }
    callback();
  }

  /**
   * Cancels, lets running handlers finish and acknowledges them. What isn't finished at the
   * deadline is given up: its signal is aborted and the broker redelivers it elsewhere.
   */
  async close(): Promise<void> {
    this.link.retire();
    const consumers = [...this.consumers];
    // A consumer whose channel is lost meanwhile has nothing left to cancel or to close.
    const drained = Promise.allSettled(consumers.map((it) => it.cancel()))
      .then(() => Promise.all(this.running))
      .then(() => Promise.allSettled(consumers.map((it) => it.close())));
    if (await within(this.options.settings.SHUTDOWN_TIMEOUT_MS, drained)) {
      await this.link.stop();
    } else {
      for (const consumer of consumers) consumer.disown('The app is closing.');
      await this.link.abandon();
    }
  }

  private async start(): Promise<void> {
    this.subscriptions = this.options.consumes.map((it) => this.subscription(it));
    if (this.subscriptions.length > 0) await this.link.start();
  }

  private async consume(session: Session): Promise<void> {
    const channel = await session.openChannel();
    await this.topology.declare(channel);
    await Promise.all(this.subscriptions.map((it) => ChannelConsumer.open(session, it)));
  }

  /** Up only while connected with every queue consumed, and able to publish. */
  private health(): Health {
    const sending = this.sender.health();
    return this.subscriptions.length === 0 || sending.status === 'down'
      ? sending
      : this.link.health();
  }

  private subscription(subscription: Subscription): QueueSubscription {
    const { channel, concurrency = DEFAULT_CONCURRENCY, retry } = subscription;
    if (!this.topology.hasQueue(channel.name)) {
      throw new ConfigurationError(
        `${this.app} reads queue '${channel.name}', which the RabbitMQ topology lacks. Declare it.`,
      );
    }
    if ((retry?.maxDelayMs ?? 0) > MAX_DELAY_MS) {
      throw new ConfigurationError(
        `Queue '${channel.name}' asks for retries after up to ${retry?.maxDelayMs} ms; RabbitMQ's ` +
          `delay queues hold a message for at most ${MAX_DELAY_MS} ms. Lower maxDelayMs.`,
      );
    }
    const { RABBITMQ_MAX_BODY_BYTES: maxBodyBytes } = this.options.settings;
    return {
      queue: this.topology.names.of(channel.name),
      source: { ...channel, consumer: consumerName(this.app, channel) },
      concurrency,
      slots: new Slots(concurrency),
      consumer: createConsumer(this.handlers, subscription, this.catalogue, maxBodyBytes),
      pipeline: this.pipeline,
      settler: new Settler(this.sender, this.topology.names, this.clock),
      clock: this.clock,
      running: this.running,
      consumers: this.consumers,
    };
  }
}
