import { Inject, Injectable } from '@nestjs/common';
import {
  APP_NAME,
  Clock,
  ConcurrencyLimit,
  ConfigurationError,
  consumerName,
  Consumers,
  ConsumerTransport,
  DeliveryPipeline,
  endsWithin,
  startPatiently,
  type Subscription,
} from '@app/messaging';
import { RabbitMqLink } from '../connection/rabbitmq-link.js';
import type { Session } from '../connection/session.js';
import { RabbitMqSender } from '../publishing/rabbitmq.sender.js';
import { RabbitMqHealth } from '../rabbitmq.health.js';
import { RABBITMQ_OPTIONS, type RabbitMqTransportOptions } from '../rabbitmq.module-definition.js';
import { MAX_DELAY_MS } from '../topology/delay-tiers.js';
import { PhysicalTopology } from '../topology/physical-topology.js';
import { ChannelConsumer } from './channel-consumer.js';
import type { OpenConsumer, QueueSubscription } from './queue-subscription.js';
import { Settler } from './settler.js';

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
    private readonly consumerMaker: Consumers,
    private readonly clock: Clock,
    private readonly health: RabbitMqHealth,
  ) {
    super();
    const { settings } = options;
    this.link = new RabbitMqLink({
      role: 'consumer',
      url: settings.RABBITMQ_URL,
      heartbeatSeconds: settings.RABBITMQ_HEARTBEAT_SECONDS,
      clock,
      setUp: (session) => this.consume(session),
    });
  }

  /**
   * Cancels, lets running handlers finish and acknowledges them. What isn't finished at the
   * deadline is given up: its signal is aborted and the broker redelivers it elsewhere.
   */
  override async close(): Promise<void> {
    this.link.retire();
    const consumers = [...this.consumers];
    // A consumer whose channel is lost meanwhile has nothing left to cancel or to close.
    const drained = Promise.allSettled(consumers.map((it) => it.cancel()))
      .then(() => Promise.all(this.running))
      .then(() => Promise.allSettled(consumers.map((it) => it.close())));
    const { SHUTDOWN_TIMEOUT_MS } = this.options.settings;
    if (await endsWithin(this.clock, SHUTDOWN_TIMEOUT_MS, drained)) {
      await this.link.stop();
    } else {
      for (const consumer of consumers) consumer.disown('The app is closing.');
      await this.link.abandon();
    }
  }

  /**
   * How many messages of each queue are ready. Asked by the connection that reads: what comes by
   * the one that publishes waits while one of the broker's alarms is on.
   * @param queues by their names at the broker
   * @throws Error where RabbitMQ isn't connected, or has no such queue
   */
  async countReady(queues: readonly string[]): Promise<number[]> {
    if (queues.length === 0) return [];
    const channel = await this.link.openSideChannel();
    const counts: number[] = [];
    for (const queue of queues) counts.push((await channel.checkQueue(queue)).messageCount);
    await channel.close();
    return counts;
  }

  protected override async start(): Promise<void> {
    this.subscriptions = this.options.consumes.map((it) => this.createSubscription(it));
    if (this.subscriptions.length === 0) return;
    this.health.watch(this.link);
    await startPatiently({
      broker: 'RabbitMQ',
      started: this.link.start(),
      clock: this.clock,
      logger: this.logger,
    });
  }

  private async consume(session: Session): Promise<void> {
    const channel = await session.openChannel();
    await this.topology.declare(channel);
    await Promise.all(this.subscriptions.map((it) => ChannelConsumer.open(session, it)));
  }

  private createSubscription(subscription: Subscription): QueueSubscription {
    const { channel, retry } = subscription;
    if (!this.topology.isReadable(channel.name)) {
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
    const consumer = this.consumerMaker.create(this.handlers, subscription, maxBodyBytes);
    return {
      queue: this.topology.names.of(channel.name),
      source: { ...channel, consumer: consumerName(this.app, channel) },
      consumer,
      limit: new ConcurrencyLimit(consumer.concurrency),
      pipeline: this.pipeline,
      settler: new Settler(this.sender, this.topology.names, this.clock),
      clock: this.clock,
      running: this.running,
      consumers: this.consumers,
    };
  }
}
