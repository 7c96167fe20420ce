import { connect, type Channel, type ChannelModel } from 'amqplib';
import { rabbitMqTopology } from '@app/topology';
import { DELAY_TIERS, ResourceNames } from '@app/transport-rabbitmq';
import { deadLetterOf, type SeenDeadLetter } from './dead-letter.js';

const queues = rabbitMqTopology.queues.map(({ name }) => name);

/** RabbitMQ, past the transport that is under test. */
export class RawRabbitMq {
  private readonly lost: Promise<void>;

  private constructor(
    private readonly connection: ChannelModel,
    private readonly names: ResourceNames,
  ) {
    // A killed broker takes the connection with it: what was under way fails, nothing else.
    connection.on('error', () => undefined);
    this.lost = new Promise((resolve) => connection.once('close', () => resolve()));
  }

  static async connect(url: string, prefix: string): Promise<RawRabbitMq> {
    return new RawRabbitMq(await connect(url), new ResourceNames(prefix));
  }

  /** Puts bytes into a queue, where they may wait for `expiresMs`. */
  async put(queue: string, body: Buffer, expiresMs?: number): Promise<void> {
    const channel = await this.connection.createConfirmChannel();
    channel.sendToQueue(this.names.of(queue), body, {
      persistent: true,
      ...(expiresMs !== undefined && { expiration: expiresMs }),
    });
    await channel.waitForConfirms();
    await channel.close();
  }

  /** Puts many at once, each with its headers. */
  async putAll(
    queue: string,
    messages: readonly { body: Buffer; headers: Record<string, string> }[],
  ): Promise<void> {
    const channel = await this.connection.createConfirmChannel();
    for (const { body, headers } of messages) {
      channel.sendToQueue(this.names.of(queue), body, { persistent: true, headers });
    }
    await channel.waitForConfirms();
    await channel.close();
  }

  /** What every queue of the topology holds; complete only while no app runs. Empty ones are left out. */
  waiting(): Promise<Record<string, number>> {
    return this.counts(queues.map((queue) => this.names.of(queue)));
  }

  /** Dead letters by queue; queues without any are left out. */
  deadLetterCounts(): Promise<Record<string, number>> {
    return this.counts(queues.map((queue) => this.names.deadLetters(queue)));
  }

  /** Everything in the queue's DLQ, oldest first; reading leaves it there. */
  deadLetters(queue: string): Promise<SeenDeadLetter[]> {
    return this.withChannel(async (channel) => {
      const seen: SeenDeadLetter[] = [];
      for (;;) {
        const message = await channel.get(this.names.deadLetters(queue));
        if (!message) return seen;
        const header: unknown = message.properties.headers?.['dead-letter'];
        seen.push(deadLetterOf(message.content, header));
      }
    });
  }

  /** Deletes a queue under whoever reads it. @returns how many messages were ready in it */
  deleteQueue(queue: string): Promise<number> {
    return this.withChannel(async (channel) => {
      const { messageCount } = await channel.deleteQueue(this.names.of(queue));
      return messageCount;
    });
  }

  async deleteDeadLetters(queue: string): Promise<void> {
    await this.withChannel((channel) => channel.deleteQueue(this.names.deadLetters(queue)));
  }

  /** Whether the queue is there and somebody reads it. */
  isRead(queue: string): Promise<boolean> {
    return this.hasConsumer(this.names.of(queue));
  }

  areDeadLettersRead(queue: string): Promise<boolean> {
    return this.hasConsumer(this.names.deadLetters(queue));
  }

  async deleteAll(): Promise<void> {
    await this.withChannel(async (channel) => {
      for (const { name } of rabbitMqTopology.exchanges) {
        await channel.deleteExchange(this.names.of(name));
      }
      for (const queue of queues) {
        const delays = DELAY_TIERS.map((tier) => this.names.delay(queue, tier));
        for (const name of [this.names.of(queue), ...delays, this.names.deadLetters(queue)]) {
          await channel.deleteQueue(name);
        }
      }
    });
    await this.close();
  }

  /** A lost connection is closed enough; amqplib waits for ever where one is lost while it closes. */
  async close(): Promise<void> {
    const goodbye = this.connection.close().catch((error: unknown) => error);
    await Promise.race([this.lost, goodbye]);
  }

  private hasConsumer(physicalName: string): Promise<boolean> {
    return this.withChannel(async (channel) => {
      const { consumerCount } = await channel.checkQueue(physicalName);
      return consumerCount > 0;
    });
  }

  private counts(names: readonly string[]): Promise<Record<string, number>> {
    return this.withChannel(async (channel) => {
      const counts: Record<string, number> = {};
      for (const name of names) {
        const { messageCount } = await channel.checkQueue(name);
        if (messageCount > 0) counts[name] = messageCount;
      }
      return counts;
    });
  }

  /** Closing the channel gives back what it has read. */
  private async withChannel<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = await this.connection.createChannel();
    // What a closed channel has to say, the call that it fails has said.
    channel.on('error', () => undefined);
    const result = await work(channel);
    await channel.close();
    return result;
  }
}
