import type { Clock } from '../app/clock.js';
import type { BreakerPolicy } from './breaker-policy.js';
import { FailureWindow } from './failure-window.js';
import type { Verdict } from './verdict.js';

/** How a delivery came past the breaker: as one of many, or to find out whether it may close. */
export type Passage = 'free' | 'trial';

export interface Outcome {
  readonly verdict: Verdict;
  /** Only first attempts can open a breaker: one bad message, however often it fails, can't. */
  readonly isFirstAttempt: boolean;
  readonly error?: Error;
}

/** Why a breaker is open. */
export interface Opening {
  readonly since: Date;
  /** First attempts in the window, and how many of them failed. */
  readonly total: number;
  readonly failed: number;
  /** The latest: it is replaced by that of a trial. */
  readonly error: Error | undefined;
}

export interface BreakerListener {
  opened(opening: Opening): void;
  closed(opening: Opening): void;
}

/**
 * Keeps the deliveries of one consumer waiting while what its handlers depend on is down. Closed:
 * all pass. Open: one passes at a time, each `pauseMs`, until one of these trials succeeds.
 *
 * Breakers of the shelf refuse a call that comes while they are open, or beside a trial; here it
 * has to wait, in its turn, for as long as it is ours. And what is neither success nor failure must
 * let the next one try.
 */
export class CircuitBreaker {
  private readonly window: FailureWindow;
  private readonly waiting = new Set<(passage?: Passage) => void>();
  private current: Opening | undefined;
  private nextTrialAtMs = 0;
  private cancelTrial: () => void = () => undefined;

  constructor(
    private readonly policy: BreakerPolicy,
    private readonly clock: Clock,
    private readonly listener: BreakerListener,
  ) {
    this.window = new FailureWindow(policy.windowMs);
  }

  /** Undefined while it is closed. */
  get opening(): Opening | undefined {
    return this.current;
  }

  get isOpen(): boolean {
    return this.current !== undefined;
  }

  /**
   * Waits while the breaker is open. Who passes has to `report`.
   * @param signals one of them aborted: the delivery must not start any more
   * @returns undefined where that happened before its turn
   */
  async pass(signals: readonly AbortSignal[]): Promise<Passage | undefined> {
    if (!this.current) return 'free';
    if (signals.some((signal) => signal.aborted)) return undefined;
    if (this.waiting.size === 0 && this.clock.elapsedMs() >= this.nextTrialAtMs) {
      this.pause();
      return 'trial';
    }
    return await new Promise((resolve) => {
      const answer = (passage?: Passage) => {
        this.waiting.delete(answer);
        for (const signal of signals) signal.removeEventListener('abort', refuse);
        if (this.waiting.size === 0) this.cancelTrial();
        resolve(passage);
      };
      const refuse = () => answer();
      for (const signal of signals) signal.addEventListener('abort', refuse);
      this.waiting.add(answer);
      if (this.waiting.size === 1) this.scheduleTrial();
    });
  }

  /** What became of a delivery that passed. */
  report(passage: Passage, outcome: Outcome): void {
    if (!this.current) this.count(outcome);
    else if (passage === 'trial') this.judge(this.current, outcome);
    // Who ran before it opened says nothing of now.
  }

  private count({ verdict, isFirstAttempt, error }: Outcome): void {
    if (verdict === 'neutral' || !isFirstAttempt) return;
    const nowMs = this.clock.elapsedMs();
    const hasFailed = verdict === 'failure';
    this.window.add(hasFailed, nowMs);
    if (!hasFailed) return;

    const { total, failed } = this.window.count(nowMs);
    if (total < this.policy.minimum || failed / total < this.policy.failureRate) return;
    this.current = { since: this.clock.now(), total, failed, error };
    this.pause();
    this.listener.opened(this.current);
  }

  private judge(opening: Opening, { verdict, error }: Outcome): void {
    switch (verdict) {
      case 'success':
        return this.close(opening);
      case 'failure':
        this.current = { ...opening, error };
        return this.pause();
      case 'neutral':
        this.nextTrialAtMs = this.clock.elapsedMs();
        return this.letOneTry();
      default:
        return verdict satisfies never;
    }
  }

  private close(opening: Opening): void {
    this.current = undefined;
    this.window.clear();
    this.cancelTrial();
    for (const answer of this.waiting) answer('free');
    this.listener.closed(opening);
  }

  private pause(): void {
    this.nextTrialAtMs = this.clock.elapsedMs() + this.policy.pauseMs;
    this.scheduleTrial();
  }

  /** No timer runs for nobody: with none waiting, the next one that comes is the trial. */
  private scheduleTrial(): void {
    this.cancelTrial();
    if (this.waiting.size === 0) return;
    const delayMs = Math.max(0, this.nextTrialAtMs - this.clock.elapsedMs());
    this.cancelTrial = this.clock.after(delayMs, () => this.letOneTry());
  }

  /** A trial that takes long doesn't keep others from trying: it may hang. */
  private letOneTry(): void {
    const [answer] = this.waiting;
    if (!answer) return;
    answer('trial');
    this.pause();
  }
}
