import { randomUUID } from 'node:crypto';
import { HandBackError, type Clock } from '@app/messaging';
import { IdempotencyStore } from '../idempotency.store.js';
import type { IdempotencyClaim, IdempotentWork, RunOnceOutcome } from '../idempotency.store.js';
import { mismatch } from '../mismatch.js';
import { HeldLease } from './held-lease.js';
import { LeaseLostError } from './lease.errors.js';
import type { LeaseStore } from './lease-store.js';

/**
 * For effects outside the database: a lease while the handler runs, a note once it is done. At
 * least once, duplicates suppressed. The effect comes twice where a process dies, or loses its
 * store for longer than the lease, between the effect and the note; where it stands still for longer
 * than the lease before the effect; and where the store forgets.
 *
 * A duplicate in progress is handed back, whatever it carries: only what was completed is known to
 * be meant.
 */
export class LeasedStore extends IdempotencyStore {
  constructor(
    private readonly leases: LeaseStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  async runOnce(claim: IdempotencyClaim, work: IdempotentWork): Promise<RunOnceOutcome> {
    assertOurs(claim.signal);
    const { consumer, key, payloadHash, signal } = claim;
    const lease = { consumer, key, payloadHash, token: randomUUID() };
    const held = new HeldLease(this.leases, this.clock, lease, signal);
    try {
      const answer = await held.claim();
      switch (answer.state) {
        case 'claimed':
          await this.runHeld(held, work);
          return 'done';
        case 'in-progress':
          throw new HandBackError('The message is being handled elsewhere.');
        case 'completed':
          if (!answer.payloadHash.equals(payloadHash)) throw mismatch(claim);
          return 'duplicate';
        default:
          return answer satisfies never;
      }
    } finally {
      held.end();
    }
  }

  private async runHeld(held: HeldLease, work: IdempotentWork): Promise<void> {
    try {
      assertOurs(held.signal);
      await work(held.signal);
    } catch (error) {
      await held.release();
      // A handler that was told to stop did not fail; and whoever has the lease now decides.
      if (held.isLost) throw new LeaseLostError({ cause: error });
      throw error;
    }
    await held.complete();
  }
}

function assertOurs(signal: AbortSignal): void {
  if (signal.aborted) throw new HandBackError('The message is no longer ours to handle.');
}
