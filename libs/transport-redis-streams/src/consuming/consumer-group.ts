import type { RedisConnection } from '../connection/redis-connection.js';
import { isAnswer } from '../connection/redis-error.js';
import { ACKNOWLEDGE, FORGET, LEAVE, RENEW, SKIP_TRIMMED } from './scripts.js';

/** An entry as Redis gives it; without fields where it was trimmed while it was pending. */
export type RawEntry = readonly [id: string, fields: readonly Buffer[] | null];

export interface GroupNames {
  /** The stream's key. */
  readonly stream: string;
  readonly group: string;
  /** Us: unique to this process. */
  readonly consumer: string;
}

/** Idle enough for any consumer's patience: what is given back is claimed at the next look. */
const GIVEN_BACK_IDLE_MS = 24 * 60 * 60 * 1_000;

/** A consumer group in Redis's own terms. Needs Redis 7; each method rejects while Redis is away. */
export class ConsumerGroup {
  constructor(
    private readonly connection: RedisConnection,
    private readonly names: GroupNames,
  ) {}

  /** Creates stream and group where they don't exist; a new group begins with the first entry. */
  async ensure(): Promise<void> {
    const { stream, group } = this.names;
    try {
      await this.connection.client.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
    } catch (error) {
      if (!isAnswer(error) || !error.message.startsWith('BUSYGROUP')) throw error;
    }
  }

  /** Takes over entries that were idle for `minIdleMs`, from `cursor` on (`0-0` begins anew). */
  async claim(minIdleMs: number, cursor: string, count: number): Promise<Claimed> {
    const { stream, group, consumer } = this.names;
    const args = [stream, group, consumer, minIdleMs, cursor, 'COUNT', count];
    const reply = (await this.connection.client.callBuffer('XAUTOCLAIM', args)) as [
      Buffer,
      RawReply,
      Buffer[],
    ];
    const [next, entries, trimmed] = reply;
    return {
      next: next.toString(),
      entries: readEntries(entries),
      trimmed: trimmed.map((id) => id.toString()),
    };
  }

  /** Keeps entries ours for another `minIdleMs`. */
  async renew(ids: readonly string[]): Promise<{ lost: string[]; trimmed: string[] }> {
    const [lost, trimmed] = (await this.run(RENEW, ids)) as [string[], string[]];
    return { lost, trimmed };
  }

  /** @returns those that aren't ours, which stay as they are */
  async acknowledge(ids: readonly string[]): Promise<string[]> {
    return (await this.run(ACKNOWLEDGE, ids)) as string[];
  }

  /** @returns how many entries were trimmed before the group read them, since it was last asked */
  async skipTrimmed(): Promise<number> {
    return (await this.run(SKIP_TRIMMED)) as number;
  }

  /** Removes consumers without pending entries that weren't seen for `idleMs`. @returns their names */
  async forget(idleMs: number): Promise<string[]> {
    return (await this.run(FORGET, [idleMs])) as string[];
  }

  /** Gives back all that is pending for us. @returns how much of it has been trimmed */
  async leave(): Promise<number> {
    return (await this.run(LEAVE, [GIVEN_BACK_IDLE_MS])) as number;
  }

  private async run(script: string, args: readonly (string | number)[] = []): Promise<unknown> {
    const { stream, group, consumer } = this.names;
    return await this.connection.client.eval(script, 1, stream, group, consumer, ...args);
  }
}

export interface Claimed {
  /** Where to go on; `0-0` when everything was looked at. */
  readonly next: string;
  readonly entries: RawEntry[];
  /** Pending entries that are gone. Redis has forgotten them by now. */
  readonly trimmed: string[];
}

/** Entries in a reply of Redis, read as bytes. */
export type RawReply = readonly (readonly [id: Buffer, fields: readonly Buffer[] | null])[];

export function readEntries(reply: RawReply): RawEntry[] {
  return reply.map(([id, fields]) => [id.toString(), fields] as const);
}
