import { Logger } from '@nestjs/common';
import type { Destination } from '@app/messaging';
import type { BatchResult } from './relay-batch.js';

/** Shorter than the hold of a failed key, or the same keys would be claimed again and again. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;

/**
 * The relay's work for one destination: at most one claim at a time, repeated while there is more.
 * A destination that takes nothing is left alone for a while; the others don't notice.
 */
export class DestinationLane {
  private readonly logger = new Logger('OutboxRelay');
  private dirty = false;
  private busy = false;
  private lastRun: Promise<void> = Promise.resolve();
  private refusals = 0;
  private pausedUntil = 0;

  constructor(
    private readonly destination: Destination,
    private readonly batch: (destination: Destination) => Promise<BatchResult>,
    private readonly batchSize: number,
    private readonly stopping: AbortSignal,
  ) {}

  /** There may be rows. A flag, looked at again after each claim, so that no wake-up is lost. */
  wake(): void {
    this.dirty = true;
    if (!this.busy) this.lastRun = this.run();
  }

  idle(): Promise<void> {
    return this.lastRun;
  }

  private async run(): Promise<void> {
    this.busy = true;
    try {
      while (this.dirty && !this.stopping.aborted && performance.now() >= this.pausedUntil) {
        this.dirty = false;
        const result = await this.batch(this.destination);
        if (result.claimed >= this.batchSize) this.dirty = true;
        this.pauseIfRefused(result);
      }
    } catch (error) {
      // The next poll tries again.
      this.logger.warn({ error, destination: this.destination, msg: 'Outbox could not be read' });
    } finally {
      this.busy = false;
    }
  }

  private pauseIfRefused({ confirmed, failed }: BatchResult): void {
    if (confirmed > 0 || failed === 0) {
      if (confirmed > 0) this.refusals = 0;
      return;
    }
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(this.refusals, 16), MAX_PAUSE_MS);
    this.refusals += 1;
    this.pausedUntil = performance.now() + pauseMs;
  }
}
