import type { Clock } from '../app/clock.js';
import type { BreakerPolicy } from './breaker-policy.js';
import { OutageSigns, type Outage } from './outage-signs.js';
import type { Outcome } from './outcome.js';

/** How a delivery came past the breaker: as one of many, or to find out whether it may close. */
export type Passage = 'free' | 'trial';

/** Why a breaker is open. */
export interface Opening extends Outage {
  readonly since: Date;
  /** The latest: it is replaced by that of a trial. */
  readonly error: Error | undefined;
}

export interface BreakerListener {
  opened(opening: Opening): void;
  closed(openMs: number): void;
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
  private readonly signs: OutageSigns;
  private readonly waiting = new Set<(passage?: Passage) => void>();
  private current: Opening | undefined;
  private openedAtMs = 0;
  private nextTrialAtMs = 0;
  private cancelTrial: () => void = () => undefined;

  constructor(
    private readonly policy: BreakerPolicy,
    private readonly clock: Clock,
    private readonly listener: BreakerListener,
  ) {
    this.signs = new OutageSigns(policy);
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

  private count(outcome: Outcome): void {
    const nowMs = this.clock.elapsedMs();
    const outage = this.signs.look(outcome, nowMs);
    if (!outage) return;
    this.openedAtMs = nowMs;
    this.current = { since: this.clock.now(), ...outage, error: outcome.error };
    this.pause();
    this.listener.opened(this.current);
  }

  private judge(opening: Opening, { verdict, error }: Outcome): void {
    switch (verdict) {
      case 'success':
        return this.close();
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

  private close(): void {
    this.current = undefined;
    this.signs.forget();
    this.cancelTrial();
    for (const answer of this.waiting) answer('free');
    this.listener.closed(Math.round(this.clock.elapsedMs() - this.openedAtMs));
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
