import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { orderActivity } from '@app/topology';
import { deadLetterStreamName } from '@app/transport-redis-streams';

/** Redis, past the transport that is under test. */
export class RawRedis {
  private readonly client: Redis;

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.client = new Redis(url, { protocol: 2 });
  }

  /** Entries of the feed that a handler has but hasn't settled, or that none has had yet. */
  async unsettled(): Promise<number> {
    const groups = (await this.client.call('XINFO', ['GROUPS', this.feed])) as (
      string | number
    )[][];
    return groups.reduce((sum, group) => {
      const value = (name: string) => Number(group[group.indexOf(name) + 1]);
      return sum + value('pending') + value('lag');
    }, 0);
  }

  /** Dead letters of the feed. */
  deadLetterCount(): Promise<number> {
    return this.client.xlen(deadLetterStreamName(this.feed));
  }

  /** Puts bytes on the feed, or on its dead letters. */
  async put(
    body: Buffer,
    {
      name = orderActivity.name,
      headers = {},
    }: { name?: string; headers?: Record<string, string> } = {},
  ): Promise<void> {
    const fields = Object.entries(headers).flatMap(([header, value]) => [`h:${header}`, value]);
    await this.client.xadd(this.prefix + name, '*', 'body', body, 'key', randomUUID(), ...fields);
  }

  /** Puts every entry of the feed there once more, as a sender would that had no answer. */
  async repeatFeed(): Promise<void> {
    for (const [, fields] of await this.client.xrangeBuffer(this.feed, '-', '+')) {
      await this.client.xadd(this.feed, '*', ...fields);
    }
  }

  async deleteAll(): Promise<void> {
    await this.client.del(this.feed, deadLetterStreamName(this.feed));
    await this.client.quit();
  }

  private get feed(): string {
    return this.prefix + orderActivity.name;
  }
}
