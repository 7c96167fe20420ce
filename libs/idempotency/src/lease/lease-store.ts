import type { Health } from '@app/messaging';
import type { ClaimAnswer, Lease } from './lease.js';

/**
 * Keeps leases, each step atomic and by its own time alone: clocks of processes differ. Every
 * method answers within a deadline.
 * @throws LeaseStoreUnavailableError from every method: what it was to do may be done, or not
 */
export abstract class LeaseStore {
  /** How long a lease lasts after it was claimed or renewed. */
  abstract readonly leaseMs: number;

  /** How long what was completed is remembered. */
  abstract readonly retentionMs: number;

  /** Takes the lease where nobody has it, and nobody completed it within the retention. */
  abstract claim(lease: Lease): Promise<ClaimAnswer>;

  /** Lets the lease last `leaseMs` from now on. @returns false when it isn't ours any more */
  abstract renew(lease: Lease): Promise<boolean>;

  /**
   * Remembers for the retention that the work is done; also where the lease ran out and nobody has
   * taken it since, because the effect is there.
   * @returns false when somebody else has the lease, or has completed it
   */
  abstract complete(lease: Lease): Promise<boolean>;

  /** Lets the next one claim at once. @returns false when the lease isn't ours any more */
  abstract release(lease: Lease): Promise<boolean>;

  /** How it is doing, without asking a server. */
  abstract health(): Health;
}

/**
 * What a system keeps its leases in: its composition root provides one. Only an app that imports
 * `IdempotencyModule.forLeases()` calls it, once.
 */
export abstract class LeaseStoreFactory {
  abstract create(): LeaseStore | Promise<LeaseStore>;
}
