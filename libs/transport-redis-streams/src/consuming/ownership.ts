import type { Clock } from '@app/messaging';
import type { ConsumerGroup } from './consumer-group.js';
import type { EntryWindow } from './entry-window.js';
import type { HeldEntry } from './held-entry.js';

/** Keeps entries ours, and notices which aren't any more. */
export class Ownership {
  constructor(
    private readonly group: Pick<ConsumerGroup, 'renew'>,
    private readonly window: EntryWindow,
    private readonly clock: Clock,
    private readonly minIdleMs: number,
  ) {}

  /** Renews all that we hold. Rejects while Redis is away. */
  async renewAll(): Promise<void> {
    await this.renew(this.window.all());
  }

  /**
   * Whether the entry is ours: known from the last renewal, or asked where that is so long ago that
   * it may have been claimed. Rejects while Redis is away and it has to be asked.
   */
  async isOurs(entry: HeldEntry): Promise<boolean> {
    const knownForMs = this.clock.elapsedMs() - entry.knownOursAtMs;
    if (knownForMs > this.minIdleMs * (2 / 3)) await this.renew([entry]);
    return !entry.signal.aborted;
  }

  /** As `isOurs`, and always asked. */
  async isStillOurs(entry: HeldEntry): Promise<boolean> {
    await this.renew([entry]);
    return !entry.signal.aborted;
  }

  private async renew(entries: readonly HeldEntry[]): Promise<void> {
    const asked = entries.filter((it) => !it.isTrimmed && !it.signal.aborted);
    if (asked.length === 0) return;
    // The server's idle time starts later than this.
    const nowMs = this.clock.elapsedMs();
    const { lost, trimmed } = await this.group.renew(asked.map((it) => it.id));
    const [areLost, areTrimmed] = [new Set(lost), new Set(trimmed)];
    for (const entry of asked) {
      entry.knownOursAtMs = nowMs;
      if (areTrimmed.has(entry.id)) entry.isTrimmed = true;
      // An earlier answer may have said by now that it was trimmed, and so isn't pending.
      if (areLost.has(entry.id) && !entry.isTrimmed) this.lose(entry);
    }
  }

  lose(entry: HeldEntry): void {
    entry.lose();
    this.window.remove(entry);
  }
}
