import { Logger } from '@nestjs/common';
import { sleep, type Clock } from '@app/messaging';
import { LeaseLostError, LeaseStoreUnavailableError } from './lease.errors.js';
import type { LeaseStore } from './lease-store.js';
import type { ClaimAnswer, Lease } from './lease.js';

/** Renewals that fail are tried again sooner than the next one is due. */
const LONGEST_RETRY_MS = 1_000;

/**
 * One lease from its claim to its end. Renews it three times as often as it would run out, and
 * counts it as lost when the store says so, or when it must have run out since the last renewal
 * that the store confirmed.
 */
export class HeldLease {
  private readonly logger = new Logger(HeldLease.name);
  private readonly owner = new AbortController();
  private readonly retryMs: number;
  private cancelRenewal: () => void = () => undefined;
  private cancelDeadline: () => void = () => undefined;
  private isRenewing = false;
  private readonly lost = new AbortController();

  /** @param ours aborted when the delivery is no longer ours, whatever the lease says */
  constructor(
    private readonly store: LeaseStore,
    private readonly clock: Clock,
    private readonly lease: Lease,
    private readonly ours: AbortSignal,
  ) {
    this.retryMs = Math.min(LONGEST_RETRY_MS, store.leaseMs / 10);
    ours.addEventListener('abort', this.stopWork, { once: true });
    if (ours.aborted) this.stopWork();
  }

  /** Aborted when the lease is lost, or the delivery no longer ours. */
  get signal(): AbortSignal {
    return this.owner.signal;
  }

  get isLost(): boolean {
    return this.lost.signal.aborted;
  }

  /** @throws LeaseStoreUnavailableError: a claim that got through all the same has to run out */
  async claim(): Promise<ClaimAnswer> {
    this.cancelDeadline = this.deadline();
    const answer = await this.store.claim(this.lease);
    if (answer.state === 'claimed') {
      this.isRenewing = true;
      this.renewAfter(this.store.leaseMs / 3);
    }
    return answer;
  }

  /**
   * The effect is there: tries until the store has noted it, for as long as the lease can be ours,
   * whoever has the delivery by then: without the note its next owner would repeat the effect.
   * @throws LeaseLostError, LeaseStoreUnavailableError
   */
  async complete(): Promise<void> {
    this.stopRenewing();
    for (;;) {
      try {
        if (await this.store.complete(this.lease)) return;
        this.lose();
        throw new LeaseLostError();
      } catch (error) {
        if (!(error instanceof LeaseStoreUnavailableError) || this.isLost) throw error;
        this.warn(error, 'The handler is done, but that could not be noted yet');
      }
      await sleep(this.clock, this.retryMs, [this.lost.signal]);
    }
  }

  /** The work failed, so the next one may claim at once; if that can't be said, after the lease. */
  async release(): Promise<void> {
    this.stopRenewing();
    try {
      if (!(await this.store.release(this.lease))) this.lose();
    } catch (error) {
      if (!(error instanceof LeaseStoreUnavailableError)) throw error;
      this.warn(error, 'A lease could not be released; it runs out by itself');
    }
  }

  /** Leaves no timer behind. */
  end(): void {
    this.stopRenewing();
    this.cancelDeadline();
    this.ours.removeEventListener('abort', this.stopWork);
  }

  private renewAfter(delayMs: number): void {
    this.cancelRenewal = this.clock.after(delayMs, () => void this.renew());
  }

  private async renew(): Promise<void> {
    // Counted from before the request: the store's answer may have been on its way for long.
    const cancelNext = this.deadline();
    try {
      const isOurs = await this.store.renew(this.lease);
      if (!this.isRenewing) return cancelNext();
      this.cancelDeadline();
      this.cancelDeadline = cancelNext;
      if (isOurs) this.renewAfter(this.store.leaseMs / 3);
      else this.lose();
    } catch (error) {
      cancelNext();
      if (!this.isRenewing) return;
      this.warn(error, 'A lease could not be renewed; it is tried again');
      this.renewAfter(this.retryMs);
    }
  }

  private stopRenewing(): void {
    this.isRenewing = false;
    this.cancelRenewal();
  }

  private deadline(): () => void {
    return this.clock.after(this.store.leaseMs, () => this.lose());
  }

  private lose(): void {
    this.lost.abort();
    this.stopRenewing();
    this.cancelDeadline();
    this.stopWork();
  }

  private readonly stopWork = (): void => {
    this.owner.abort(this.isLost ? new LeaseLostError() : this.ours.reason);
  };

  private warn(error: unknown, msg: string): void {
    const { consumer, key } = this.lease;
    this.logger.warn({ error, consumer, key, msg });
  }
}
