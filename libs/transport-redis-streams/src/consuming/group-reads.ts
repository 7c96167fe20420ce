import type { RedisConnection } from '../connection/redis-connection.js';
import { readEntries, type GroupNames, type RawEntry, type RawReply } from './consumer-group.js';

/** The reads of a consumer, on a connection that they may block. */
export class GroupReads {
  constructor(
    private readonly connection: RedisConnection,
    private readonly names: GroupNames,
  ) {}

  /** Waits up to `blockMs` for entries that nobody in the group has had yet. */
  async next(count: number, blockMs: number): Promise<RawEntry[]> {
    return await this.read(['COUNT', count, 'BLOCK', blockMs], '>');
  }

  /** What is pending for us behind `afterId`. */
  async pending(count: number, afterId: string): Promise<RawEntry[]> {
    return await this.read(['COUNT', count], afterId);
  }

  private async read(options: readonly (string | number)[], from: string): Promise<RawEntry[]> {
    const { stream, group, consumer } = this.names;
    const args = ['GROUP', group, consumer, ...options, 'STREAMS', stream, from];
    const reply = (await this.connection.client.callBuffer('XREADGROUP', args)) as
      [[stream: Buffer, entries: RawReply]] | null;
    return reply ? readEntries(reply[0][1]) : [];
  }
}
