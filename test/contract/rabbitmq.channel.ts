import { randomUUID } from 'node:crypto';
import type { Channel as AmqpChannel, ChannelModel, GetMessage } from 'amqplib';
import type { Channel, Destination, Environment } from '@app/messaging';
import { TcpProxy } from '@app/testing';
import { rabbitMq, type RabbitMqTopology } from '@app/transport-rabbitmq';
import { DELAY_TIERS } from '../../libs/transport-rabbitmq/src/topology/delay-tiers.js';
import { declareTopology } from '../../libs/transport-rabbitmq/src/topology/declare-topology.js';
import { ResourceNames } from '../../libs/transport-rabbitmq/src/topology/resource-names.js';
import type { ContractChannel, RawMessage } from './broker-harness.js';
import { Wiretap } from './rabbitmq.wiretap.js';

const MAX_BODY_BYTES = 256 * 1024;
/** `basic.publish` and `basic.ack` as they stand in a method frame: class and method id. */
const PUBLISH = Buffer.from('003c0028', 'hex');
const ACK = Buffer.from('003c0050', 'hex');

type RawInput = Parameters<ContractChannel['sendRaw']>[0];

export interface RabbitMqChannelOptions {
  readonly url: URL;
  /** The raw client's own connection. */
  readonly raw: ChannelModel;
  readonly publishTimeoutMs: number;
  readonly heartbeatSeconds: number;
}

/** A queue of its own behind a network of its own. */
export class RabbitMqContractChannel implements ContractChannel {
  readonly channel: Channel = { broker: 'rabbitmq', name: 'work', kind: 'queue' };
  readonly destination: Destination = { broker: 'rabbitmq', name: 'work' };
  readonly unroutable: Destination = { broker: 'rabbitmq', name: 'nobody' };
  readonly maxBodyBytes = MAX_BODY_BYTES;
  private readonly prefix = `contract-${randomUUID().slice(0, 8)}.`;
  readonly names = new ResourceNames(this.prefix);

  private constructor(
    private readonly options: RabbitMqChannelOptions,
    private readonly declared: RabbitMqTopology,
    private readonly wiretap: Wiretap,
    private readonly proxy: TcpProxy,
  ) {}

  /** `topology` is what the channel has beside its queue `work`. */
  static async open(
    options: RabbitMqChannelOptions,
    topology: RabbitMqTopology = { exchanges: [], queues: [] },
  ): Promise<RabbitMqContractChannel> {
    const { hostname, port } = options.url;
    const wiretap = await Wiretap.open({ host: hostname, port: Number(port || 5672) });
    const proxy = await TcpProxy.open({ host: '127.0.0.1', port: wiretap.port });
    const declared: RabbitMqTopology = {
      exchanges: [{ name: 'nobody', type: 'direct' }, ...topology.exchanges],
      queues: [{ name: 'work' }, ...topology.queues],
    };
    const channel = new RabbitMqContractChannel(options, declared, wiretap, proxy);
    await channel.useChannel((raw) => declareTopology(raw, declared, channel.names));
    return channel;
  }

  get adapter() {
    return rabbitMq(this.declared);
  }

  get topology(): string {
    return JSON.stringify(this.declared);
  }

  get environment(): Environment {
    return {
      RABBITMQ_URL: this.proxy.through(this.options.url),
      RESOURCE_PREFIX: this.prefix,
      RABBITMQ_PUBLISH_TIMEOUT_MS: String(this.options.publishTimeoutMs),
      RABBITMQ_HEARTBEAT_SECONDS: String(this.options.heartbeatSeconds),
      RABBITMQ_MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    };
  }

  /** Acknowledgement frames that apps have sent so far. */
  get ackFrames(): number {
    return this.wiretap.ackFrames;
  }

  async sendRaw(message: RawInput): Promise<void> {
    await this.sendAll([message]);
  }

  /** Resolves when the broker has all of them. */
  async sendAll(messages: readonly RawInput[]): Promise<void> {
    const channel = await this.options.raw.createConfirmChannel();
    for (const { body, headers } of messages) {
      const table = new Map(headers);
      const contentType = table.get('content-type')?.toString();
      table.delete('content-type');
      channel.sendToQueue(this.names.of('work'), body, {
        persistent: true,
        headers: Object.fromEntries(table),
        ...(contentType !== undefined && { contentType }),
      });
    }
    await channel.waitForConfirms();
    await channel.close();
  }

  /** What a queue of the topology holds, oldest first; reading leaves it there. */
  contentOf(queue: string): Promise<RawMessage[]> {
    return this.look(this.names.of(queue));
  }

  deadLetters(): Promise<RawMessage[]> {
    return this.deadLettersOf('work');
  }

  deadLettersOf(queue: string): Promise<RawMessage[]> {
    return this.look(this.names.deadLetters(queue));
  }

  stored(): Promise<RawMessage[]> {
    return this.contentOf('work');
  }

  async unsettled(): Promise<number> {
    const delays = DELAY_TIERS.map((tier) => this.names.delay('work', tier));
    const waiting = await this.useChannel(async (channel) => {
      let count = 0;
      for (const name of [this.names.of('work'), ...delays])
        count += (await channel.checkQueue(name)).messageCount;
      return count;
    });
    return waiting + this.wiretap.unacknowledged;
  }

  /** In its place a queue that has no room for anything. */
  async refuseDeadLetters(): Promise<void> {
    await this.replaceDeadLetterQueue({ 'x-max-length': 0, 'x-overflow': 'reject-publish' });
  }

  async allowDeadLetters(): Promise<void> {
    await this.replaceDeadLetterQueue({
      'x-queue-type': 'quorum',
      'x-delivery-limit': 1_000_000_000,
      'x-overflow': 'reject-publish',
    });
  }

  async disconnect(): Promise<void> {
    this.proxy.disconnect();
  }

  async reconnect(): Promise<void> {
    this.proxy.reconnect();
  }

  cutNextPublishAnswer(): Promise<void> {
    return this.proxy.cutNextAnswer(
      (bytes) => bytes.includes(PUBLISH),
      (bytes) => bytes.includes(ACK),
    );
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.wiretap.close();
    await this.deleteAll();
  }

  /** Takes everything of the topology away from the broker. */
  async deleteAll(): Promise<void> {
    await this.useChannel(async (channel) => {
      for (const { name } of this.declared.exchanges) {
        await channel.deleteExchange(this.names.of(name));
      }
      for (const { name } of this.declared.queues) await channel.deleteQueue(this.names.of(name));
    });
    for (const { name } of this.declared.queues) await this.deleteQueuesBeside(name);
  }

  /** Takes a queue's delay queues and its dead-letter queue away. */
  async deleteQueuesBeside(name: string): Promise<void> {
    await this.useChannel(async (channel) => {
      for (const queue of this.queuesBeside(name)) await channel.deleteQueue(queue);
    });
  }

  /** Whether a queue of the topology is there. */
  async exists(name: string): Promise<boolean> {
    const channel = await this.options.raw.createChannel();
    channel.on('error', () => undefined);
    try {
      await channel.checkQueue(this.names.of(name));
    } catch {
      return false;
    }
    await channel.close();
    return true;
  }

  /** Runs `work` on a channel of the raw client, which gives back what it holds at the end. */
  async useChannel<T>(work: (channel: AmqpChannel) => Promise<T>): Promise<T> {
    const channel = await this.options.raw.createChannel();
    channel.on('error', () => undefined);
    const result = await work(channel);
    await channel.close();
    return result;
  }

  private queuesBeside(name: string): string[] {
    const delays = DELAY_TIERS.map((tier) => this.names.delay(name, tier));
    return [...delays, this.names.deadLetters(name)];
  }

  private async replaceDeadLetterQueue(args: Record<string, string | number>): Promise<void> {
    const name = this.names.deadLetters('work');
    await this.useChannel(async (channel) => {
      await channel.deleteQueue(name);
      await channel.assertQueue(name, { durable: true, arguments: args });
    });
  }

  /** Everything in a queue; the channel's end puts it back. */
  private async look(name: string): Promise<RawMessage[]> {
    return this.useChannel(async (channel) => {
      const messages: RawMessage[] = [];
      for (;;) {
        const message = await channel.get(name);
        if (!message) return messages;
        messages.push(toRaw(message));
      }
    });
  }
}

/** Without the broker's own bookkeeping, which is neither text nor bytes. */
function toRaw({ content, properties }: GetMessage): RawMessage {
  const headers = new Map<string, string | Buffer>();
  for (const [name, value] of Object.entries(properties.headers ?? {}) as [string, unknown][]) {
    if (typeof value === 'string' || Buffer.isBuffer(value)) headers.set(name, value);
  }
  const contentType: unknown = properties.contentType;
  if (typeof contentType === 'string') headers.set('content-type', contentType);
  return { body: content, headers };
}
