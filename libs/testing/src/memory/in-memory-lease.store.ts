import { LeaseStore, LeaseStoreUnavailableError } from '@app/idempotency';
import type { ClaimAnswer, Lease } from '@app/idempotency';
import type { Clock, Health } from '@app/messaging';

interface Entry {
  readonly state: 'running' | 'done';
  readonly lease: Lease;
  readonly endsAt: number;
}

export interface InMemoryLeaseOptions {
  /** Default a minute. */
  readonly leaseMs?: number;
  /** How long what was completed is remembered. Default 8 days. */
  readonly retentionMs?: number;
}

/** Leases in this process, by a clock that a test may control. Several apps may share one. */
export class InMemoryLeaseStore extends LeaseStore {
  /** False: it is out of reach, and every call fails without an effect. */
  isUp = true;
  readonly leaseMs: number;
  readonly retentionMs: number;
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly clock: Clock,
    { leaseMs = 60_000, retentionMs = 8 * 24 * 3_600_000 }: InMemoryLeaseOptions = {},
  ) {
    super();
    this.leaseMs = leaseMs;
    this.retentionMs = retentionMs;
  }

  async claim(lease: Lease): Promise<ClaimAnswer> {
    const entry = this.find(lease);
    if (!entry) {
      this.set('running', lease, this.leaseMs);
      return { state: 'claimed' };
    }
    if (entry.state === 'running') return { state: 'in-progress' };
    return { state: 'completed', payloadHash: entry.lease.payloadHash };
  }

  async renew(lease: Lease): Promise<boolean> {
    if (!this.isRunning(lease)) return false;
    this.set('running', lease, this.leaseMs);
    return true;
  }

  async complete(lease: Lease): Promise<boolean> {
    const entry = this.find(lease);
    if (entry && entry.lease.token !== lease.token) return false;
    if (entry?.state !== 'done') this.set('done', lease, this.retentionMs);
    return true;
  }

  async release(lease: Lease): Promise<boolean> {
    if (!this.isRunning(lease)) return false;
    this.entries.delete(nameOf(lease));
    return true;
  }

  /** Forgets everything, as a server does that was emptied. */
  clear(): void {
    this.entries.clear();
  }

  health(): Health {
    return this.isUp ? { status: 'up' } : { status: 'down', detail: 'A test took it down.' };
  }

  private isRunning(lease: Lease): boolean {
    const entry = this.find(lease);
    return entry?.state === 'running' && entry.lease.token === lease.token;
  }

  /** What is there and has not run out. */
  private find(lease: Lease): Entry | undefined {
    if (!this.isUp) throw new LeaseStoreUnavailableError('A test took it down.');
    const entry = this.entries.get(nameOf(lease));
    return entry && entry.endsAt > this.clock.elapsedMs() ? entry : undefined;
  }

  private set(state: Entry['state'], lease: Lease, durationMs: number): void {
    const endsAt = this.clock.elapsedMs() + durationMs;
    this.entries.set(nameOf(lease), { state, lease, endsAt });
  }
}

function nameOf({ consumer, key }: Lease): string {
  return JSON.stringify([consumer, key]);
}
