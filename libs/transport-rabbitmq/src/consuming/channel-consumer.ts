import { randomUUID } from 'node:crypto';
import type { Channel, ConsumeMessage } from 'amqplib';
import { processInTurn, sharedAbort, type Turns } from '@app/messaging';
import type { Session } from '../connection/session.js';
import { AckWindow } from './ack-window.js';
import type { OpenConsumer, QueueSubscription } from './queue-subscription.js';
import { toDelivery } from '../codec/to-delivery.js';

/**
 * Reads a queue on one channel. Settlements belong to that channel: once it is lost, its window is
 * shut, the signals of its deliveries are aborted, and a late settlement does nothing.
 */
export class ChannelConsumer implements OpenConsumer {
  private readonly window: AckWindow;
  private readonly owned = sharedAbort();
  /** Aborted when deliveries that don't run yet shall not start. */
  private readonly accepting = sharedAbort();
  private readonly turns: Turns;
  private readonly channelId = randomUUID();
  /** Resolves once the broker delivers; with nothing where it shall not any more. */
  private readonly consumerTag: Promise<string | undefined>;

  private constructor(
    private readonly session: Session,
    private readonly channel: Channel,
    private readonly subscription: QueueSubscription,
  ) {
    const { clock, consumer } = subscription;
    this.turns = { ...subscription, stopping: this.accepting.signal };
    this.window = new AckWindow(consumer.concurrency, clock, (tag, multiple) =>
      channel.ack({ fields: { deliveryTag: tag } } as ConsumeMessage, multiple),
    );
    subscription.consumers.add(this);
    // Not only when this channel is closed: amqplib refuses to write to any of them from the moment
    // that the session's connection is being closed.
    session.onLost(() => this.disown('The connection to RabbitMQ was lost.'));
    channel.prependListener('close', () => this.disown('The channel to RabbitMQ was lost.'));
    this.consumerTag = this.consume();
  }

  /** Resolves once the broker delivers. The prefetch is the concurrency: no more is handed out. */
  static async open(session: Session, subscription: QueueSubscription): Promise<void> {
    const channel = await session.openChannel();
    if (session.isEnding) return;
    await new ChannelConsumer(session, channel, subscription).consumerTag;
  }

  /** No new deliveries. Those that run go on. */
  async cancel(): Promise<void> {
    this.accepting.abort();
    const consumerTag = await this.consumerTag;
    if (consumerTag !== undefined) await this.channel.cancel(consumerTag);
  }

  /** Acknowledges what is settled and closes the channel, which gives the rest back. */
  async close(): Promise<void> {
    this.window.flushAll();
    await this.channel.close();
  }

  /** Our deliveries are no longer ours. */
  disown(reason: string): void {
    this.subscription.consumers.delete(this);
    this.window.shut();
    this.accepting.abort();
    this.owned.abort(new Error(reason));
  }

  private async consume(): Promise<string | undefined> {
    const { channel, session } = this;
    const { queue, consumer } = this.subscription;
    await channel.prefetch(consumer.concurrency);
    if (this.accepting.signal.aborted) return undefined;
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message) this.receive(message);
      else session.lose(new Error(`Queue ${queue} was deleted.`));
    });
    return consumerTag;
  }

  private receive(message: ConsumeMessage): void {
    this.window.delivered(message.fields.deliveryTag);
    const { running } = this.subscription;
    const handled = this.handle(message)
      // A defect, not a failed handler: the broker redelivers, and counts.
      .catch((error: Error) => this.session.lose(error))
      .finally(() => running.delete(handled));
    running.add(handled);
  }

  private async handle(message: ConsumeMessage): Promise<void> {
    const { settler, source } = this.subscription;
    const { channelId, turns } = this;
    const delivery = toDelivery(message, { source, channelId, signal: this.owned.signal });
    const settlement = await processInTurn(delivery, turns);
    if (!settlement) return;
    if (await settler.carryOut(settlement, delivery, message.properties, turns.stopping)) {
      this.window.settle(message.fields.deliveryTag);
    }
  }
}
