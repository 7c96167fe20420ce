import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Channel, Destination, Environment } from '@app/messaging';
import { TcpProxy } from '@app/testing';
import {
  deadLetterStreamName,
  redisStreams,
  type RedisStreamsTopology,
} from '@app/transport-redis-streams';
import type { ContractChannel, RawMessage } from './broker-harness.js';

const MAX_BODY_BYTES = 256 * 1024;
const DEFAULT_MAX_LENGTH = 10_000;

type RawInput = Parameters<ContractChannel['sendRaw']>[0];

export interface RedisStreamsChannelOptions {
  readonly url: URL;
  /** The raw client's own connection. */
  readonly raw: Redis;
  readonly minIdleMs: number;
  readonly publishTimeoutMs: number;
}

/** A group, as `XINFO GROUPS` describes it. */
export interface GroupInfo {
  readonly name: string;
  readonly pending: number;
  readonly lastId: string;
}

/** A stream of its own behind a network of its own. */
export class RedisStreamsContractChannel implements ContractChannel {
  readonly channel: Channel = { broker: 'redis-streams', name: 'feed', kind: 'stream' };
  readonly destination: Destination = { broker: 'redis-streams', name: 'feed' };
  readonly maxBodyBytes = MAX_BODY_BYTES;
  readonly prefix = `contract-${randomUUID().slice(0, 8)}.`;
  /** The stream's key. */
  readonly key = `${this.prefix}feed`;
  private readonly declared: RedisStreamsTopology;

  private constructor(
    private readonly options: RedisStreamsChannelOptions,
    private readonly proxy: TcpProxy,
    maxLength: number,
  ) {
    this.declared = { streams: [{ name: 'feed', maxLength }] };
  }

  static async open(
    options: RedisStreamsChannelOptions,
    maxLength = DEFAULT_MAX_LENGTH,
  ): Promise<RedisStreamsContractChannel> {
    const { hostname: host, port } = options.url;
    const proxy = await TcpProxy.open({ host, port: Number(port || 6379) });
    return new RedisStreamsContractChannel(options, proxy, maxLength);
  }

  get adapter() {
    return redisStreams(this.declared);
  }

  get topology(): string {
    return JSON.stringify(this.declared);
  }

  get environment(): Environment {
    return {
      REDIS_URL: this.proxy.through(this.options.url),
      RESOURCE_PREFIX: this.prefix,
      REDIS_STREAMS_MIN_IDLE_MS: String(this.options.minIdleMs),
      REDIS_STREAMS_PUBLISH_TIMEOUT_MS: String(this.options.publishTimeoutMs),
      REDIS_STREAMS_MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    };
  }

  async sendRaw({ body, headers = new Map(), key = randomUUID() }: RawInput): Promise<void> {
    const fields = [...headers].flatMap(([name, value]) => [`h:${name}`, value]);
    await this.options.raw.xadd(this.key, '*', 'body', body, 'key', key, ...fields);
  }

  async deadLetters(): Promise<RawMessage[]> {
    return (await this.entries(this.deadLetterKey)).map(({ message }) => message);
  }

  async unsettled(): Promise<number> {
    const group = await this.group();
    const unread = await this.entries(this.key, group ? `(${group.lastId}` : '-');
    return unread.length + (group?.pending ?? 0);
  }

  async stored(): Promise<RawMessage[]> {
    const group = await this.group();
    const entries = await this.entries(this.key, group ? `(${group.lastId}` : '-');
    return entries.map(({ message }) => message);
  }

  /** In its place something that isn't a stream. */
  async refuseDeadLetters(): Promise<void> {
    await this.options.raw.set(this.deadLetterKey, 'no stream');
  }

  async allowDeadLetters(): Promise<void> {
    await this.options.raw.del(this.deadLetterKey);
  }

  async disconnect(): Promise<void> {
    this.proxy.disconnect();
  }

  async reconnect(): Promise<void> {
    this.proxy.reconnect();
  }

  cutNextPublishAnswer(): Promise<void> {
    return this.proxy.cutNextAnswer((bytes) => /\r\nxadd\r\n/i.test(bytes.toString('latin1')));
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.options.raw.del(this.key, this.deadLetterKey);
  }

  /** The transport without the proxy, so that the network of others may break. */
  get direct(): ContractChannel {
    const environment = { ...this.environment, REDIS_URL: this.options.url.href };
    return Object.create(this, { environment: { value: environment } }) as ContractChannel;
  }

  /** The next entries reach Redis, but not the one that reads them: the connection breaks instead. */
  cutNextRead(): Promise<void> {
    return this.proxy.cutNextAnswer(
      (bytes) => /\r\nxreadgroup\r\n/i.test(bytes.toString('latin1')),
      (bytes) => bytes.includes('body'),
    );
  }

  /** The names of the group's consumers. */
  async consumers(): Promise<string[]> {
    const group = await this.group();
    if (!group) return [];
    const reply = (await this.options.raw.call('XINFO', [
      'CONSUMERS',
      this.key,
      group.name,
    ])) as string[][];
    return reply.map((it) => String(it[it.indexOf('name') + 1]));
  }

  /** The one group that reads the channel, once it exists. */
  async group(): Promise<GroupInfo | undefined> {
    const { raw } = this.options;
    if ((await raw.exists(this.key)) === 0) return undefined;
    const [reply] = (await raw.call('XINFO', ['GROUPS', this.key])) as (string | number)[][];
    if (!reply) return undefined;
    const value = (name: string) => reply[reply.indexOf(name) + 1];
    return {
      name: String(value('name')),
      pending: Number(value('pending')),
      lastId: String(value('last-delivered-id')),
    };
  }

  get deadLetterKey(): string {
    return deadLetterStreamName(this.key);
  }

  private async entries(key: string, from = '-'): Promise<{ id: string; message: RawMessage }[]> {
    const found = await this.options.raw.xrangeBuffer(key, from, '+');
    return found.map(([id, fields]) => ({ id: id.toString(), message: toRaw(fields) }));
  }
}

function toRaw(fields: readonly Buffer[]): RawMessage {
  const headers = new Map<string, Buffer>();
  let body = Buffer.alloc(0) as Buffer;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i]!.toString();
    if (name === 'body') body = fields[i + 1]!;
    if (name.startsWith('h:')) headers.set(name.slice(2), fields[i + 1]!);
  }
  return { body, headers };
}
