import type { RedisConnection } from '../connection/redis-connection.js';
import { readEntries, type RawReply } from '../consuming/consumer-group.js';

const BATCH = 200;
/** Before every entry. */
const BEGIN = '0-0';

/**
 * Reads on from the end of a stream, outside of any group. `XREAD` knows `$` for that end, but an
 * entry that comes between two reads from `$` is seen by neither: so the position is ours.
 */
export class StreamTail {
  private constructor(
    private readonly connection: RedisConnection,
    private readonly key: string,
    private after: string,
  ) {}

  static async open(connection: RedisConnection, key: string): Promise<StreamTail> {
    const args = [key, '+', '-', 'COUNT', 1];
    const reply = (await connection.client.callBuffer('XREVRANGE', args)) as RawReply;
    return new StreamTail(connection, key, readEntries(reply)[0]?.[0] ?? BEGIN);
  }

  /** The fields of the next entries; waits up to `blockMs` for them. */
  async next(blockMs: number): Promise<(readonly Buffer[])[]> {
    const args = ['COUNT', BATCH, 'BLOCK', blockMs, 'STREAMS', this.key, this.after];
    const reply = (await this.connection.client.callBuffer('XREAD', args)) as
      [[stream: Buffer, entries: RawReply]] | null;
    const entries = reply ? readEntries(reply[0][1]) : [];
    this.after = entries.at(-1)?.[0] ?? this.after;
    return entries.map(([, fields]) => fields ?? []);
  }
}
