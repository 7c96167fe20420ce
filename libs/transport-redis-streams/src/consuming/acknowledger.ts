import { Logger } from '@nestjs/common';
import { sleep, type Clock } from '@app/messaging';
import { messageOf } from '../connection/redis-error.js';
import type { ConsumerGroup } from './consumer-group.js';
import type { EntryWindow } from './entry-window.js';
import type { HeldEntry } from './held-entry.js';

const RETRY_MS = 500;
const BATCH = 200;

/**
 * Acknowledges finished entries: what ends while a request is under way goes together into the
 * next one. While Redis is away they stay ours and finished, and are acknowledged when it is back.
 */
export class Acknowledger {
  private readonly logger = new Logger(Acknowledger.name);
  private readonly finished = new Set<HeldEntry>();
  private sending: Promise<void> | undefined;

  constructor(
    private readonly group: Pick<ConsumerGroup, 'acknowledge'>,
    private readonly window: EntryWindow,
    private readonly clock: Clock,
    private readonly stopping: AbortSignal,
  ) {}

  add(entry: HeldEntry): void {
    this.finished.add(entry);
    this.sending ??= this.send();
  }

  /** Resolves when everything finished is acknowledged; when stopping, tried once. */
  async flush(): Promise<void> {
    await this.sending;
  }

  private async send(): Promise<void> {
    // What ends in the same turn goes together.
    await Promise.resolve();
    while (this.finished.size > 0) {
      if (await this.sendBatch([...this.finished].slice(0, BATCH))) continue;
      if (this.stopping.aborted) break;
      await sleep(this.clock, RETRY_MS, [this.stopping]);
    }
    this.sending = undefined;
  }

  /** @returns whether Redis answered */
  private async sendBatch(entries: readonly HeldEntry[]): Promise<boolean> {
    try {
      const owned = entries.filter((entry) => !entry.signal.aborted);
      const lost = await this.group.acknowledge(owned.map((it) => it.id));
      if (lost.length > 0) this.logger.debug({ msg: 'Handled, but no longer ours', entries: lost });
    } catch (error) {
      this.logger.warn(`Entries were not acknowledged yet: ${messageOf(error)}`);
      return false;
    }
    for (const entry of entries) {
      this.finished.delete(entry);
      this.window.remove(entry);
    }
    return true;
  }
}
