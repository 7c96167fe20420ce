import { toError, type Clock } from '@app/messaging';
import type { Job } from 'bullmq';
import { HeldJob } from './held-job.js';

/** Prolongs locks. @returns the ids of jobs whose lock is another's, or gone */
export type ExtendLocks = (ids: string[], tokens: string[], lockMs: number) => Promise<string[]>;

const RENEWALS_PER_LOCK = 4;

/**
 * The jobs that a worker handles now. Keeps their locks while handlers run, however long, and
 * disowns a job whose lock is lost: taken by another, or not renewed in time while Redis was away.
 * BullMQ's own renewal knows no deadline, and forgets a job that comes back to the same worker.
 */
export class HeldJobs {
  private readonly jobs = new Map<string, HeldJob>();
  private isRenewing = false;
  private cancelTick: () => void = () => undefined;

  constructor(
    private readonly lockMs: number,
    private readonly clock: Clock,
    private readonly extendLocks: ExtendLocks,
    private readonly onError: (error: Error) => void,
  ) {}

  start(): void {
    this.tickLater();
  }

  get size(): number {
    return this.jobs.size;
  }

  all(): HeldJob[] {
    return [...this.jobs.values()];
  }

  /** The job has just been locked with that token. An earlier handling of it has lost it. */
  take(job: Job, token: string): HeldJob {
    const held = new HeldJob(job, token, this.clock.elapsedMs());
    this.jobs.get(held.id)?.disown('The job was delivered again.');
    this.jobs.set(held.id, held);
    return held;
  }

  release(held: HeldJob): void {
    if (this.jobs.get(held.id) === held) this.jobs.delete(held.id);
  }

  stop(): void {
    this.cancelTick();
  }

  private tickLater(): void {
    this.cancelTick = this.clock.after(this.lockMs / RENEWALS_PER_LOCK, () => {
      this.tickLater();
      this.disownExpired();
      void this.renew();
    });
  }

  private disownExpired(): void {
    const expiredMs = this.clock.elapsedMs() - this.lockMs;
    for (const held of this.all()) {
      if (held.renewedAtMs <= expiredMs) this.lose(held, 'Its lock expired while Redis was away.');
    }
  }

  private async renew(): Promise<void> {
    const jobs = this.all();
    if (this.isRenewing || jobs.length === 0) return;
    this.isRenewing = true;
    const startedAtMs = this.clock.elapsedMs();
    try {
      const ids = jobs.map((it) => it.id);
      const tokens = jobs.map((it) => it.token);
      const lost = new Set(await this.extendLocks(ids, tokens, this.lockMs));
      for (const held of jobs) {
        if (lost.has(held.id)) this.lose(held, 'Its lock was lost; the job is delivered again.');
        else held.renewedAtMs = startedAtMs;
      }
    } catch (error) {
      this.onError(toError(error));
    } finally {
      this.isRenewing = false;
    }
  }

  private lose(held: HeldJob, reason: string): void {
    // Settled meanwhile, it has no lock either.
    if (this.jobs.get(held.id) !== held) return;
    held.disown(reason);
    this.jobs.delete(held.id);
  }
}
