import type { Clock } from '@app/messaging';
import type { ConsumerGroup, RawEntry } from './consumer-group.js';
import type { GroupReads } from './group-reads.js';
import type { EntryWindow } from './entry-window.js';
import { HeldEntry } from './held-entry.js';
import type { Trimmed } from './trimmed.js';

export interface IntakeOptions {
  readonly group: Pick<ConsumerGroup, 'claim' | 'acknowledge' | 'skipTrimmed'>;
  readonly reads: Pick<GroupReads, 'next' | 'pending'>;
  readonly window: EntryWindow;
  readonly trimmed: Pick<Trimmed, 'report'>;
  readonly clock: Clock;
  readonly minIdleMs: number;
  readonly blockMs: number;
  /** What to do with an entry that wasn't held before. */
  readonly start: (entry: HeldEntry) => void;
  readonly stopping: AbortSignal;
}

const BATCH = 50;
const BEGIN = '0-0';

/** The three ways by which entries come to us. Each rejects while Redis is away. */
export class Intake {
  constructor(private readonly options: IntakeOptions) {}

  /** What Redis gave us in an answer that was lost on its way. */
  async takeOwn(): Promise<void> {
    const { reads, stopping } = this.options;
    let afterId = BEGIN;
    while (!stopping.aborted) {
      const entries = await reads.pending(BATCH, afterId);
      const last = entries.at(-1);
      if (!last) return;
      await this.take(entries, false);
      afterId = last[0];
    }
  }

  /** What others have abandoned, as far as there is room. */
  async takeAbandoned(): Promise<void> {
    const { group, window, trimmed, minIdleMs, stopping } = this.options;
    let cursor = BEGIN;
    do {
      if (window.room === 0 || stopping.aborted) return;
      const count = Math.min(window.room, BATCH);
      const claimed = await group.claim(minIdleMs, cursor, count);
      trimmed.report(this.notHeld(claimed.trimmed), 'abandoned entries');
      await this.take(claimed.entries, true);
      cursor = claimed.next;
    } while (cursor !== BEGIN);
  }

  /** What is new; waits for it for a while. */
  async takeNext(): Promise<void> {
    const { group, reads, window, trimmed, blockMs, stopping } = this.options;
    await window.hasRoom(stopping);
    if (stopping.aborted) return;
    trimmed.report(await group.skipTrimmed(), 'unread entries');
    if (stopping.aborted) return;
    await this.take(await reads.next(Math.min(window.room, BATCH), blockMs), false);
  }

  private async take(entries: readonly RawEntry[], isClaimed: boolean): Promise<void> {
    const { group, window, trimmed, clock, start, stopping } = this.options;
    // Closing gives back all that is pending for us, these included.
    if (stopping.aborted) return;
    const gone: string[] = [];
    for (const [id, fields] of entries) {
      if (window.has(id)) continue;
      if (!fields) {
        gone.push(id);
        continue;
      }
      const entry = new HeldEntry(id, fields, clock.elapsedMs(), isClaimed);
      window.add(entry);
      start(entry);
    }
    if (gone.length === 0) return;
    trimmed.report(gone.length, 'pending entries');
    await group.acknowledge(gone);
  }

  /** A late renewal makes our own entries look abandoned; their copy is here. */
  private notHeld(ids: readonly string[]): number {
    let count = 0;
    for (const id of ids) {
      const held = this.options.window.get(id);
      if (held) held.isTrimmed = true;
      else count++;
    }
    return count;
  }
}
