import type { BreakerPolicy } from './breaker-policy.js';
import { FailureWindow } from './failure-window.js';
import type { Outcome } from './outcome.js';

/** What tells an outage. */
export interface Outage {
  /** First attempts in the window, and how many of them failed. */
  readonly total: number;
  readonly failed: number;
  /** First attempts that failed without a success in between, the latest one included. */
  readonly inARow: number;
}

/**
 * Tells an outage from bad messages: several of them fail, one after the other or a large share.
 * The share alone would come late: under load, successes of before the outage fill half of the
 * window for half of its time, and in a quiet queue too few come by within it.
 */
export class OutageSigns {
  private readonly window: FailureWindow;
  private inARow = 0;

  constructor(private readonly policy: BreakerPolicy) {
    this.window = new FailureWindow(policy.windowMs);
  }

  /** @returns the outage, where this failure shows one */
  look({ verdict, isFirstAttempt }: Outcome, nowMs: number): Outage | undefined {
    if (verdict === 'neutral') return undefined;
    const hasFailed = verdict === 'failure';
    if (!hasFailed) this.inARow = 0;
    if (!isFirstAttempt) return undefined;
    this.window.add(hasFailed, nowMs);
    if (!hasFailed) return undefined;

    this.inARow += 1;
    const outage = { ...this.window.count(nowMs), inARow: this.inARow };
    return this.isReached(outage) ? outage : undefined;
  }

  forget(): void {
    this.window.clear();
    this.inARow = 0;
  }

  private isReached({ total, failed, inARow }: Outage): boolean {
    const { policy } = this;
    if (inARow >= policy.inARow) return true;
    return total >= policy.minimum && failed / total >= policy.failureRate;
  }
}
