import type { Job } from 'bullmq';

/** A job while we have its lock. */
export class HeldJob {
  private readonly owned = new AbortController();

  /**
   * @param token the lock's value: BullMQ settles nothing without it
   * @param renewedAtMs when the lock was last ours for certain, by `Clock.elapsedMs()`
   */
  constructor(
    readonly job: Job,
    readonly token: string,
    public renewedAtMs: number,
  ) {}

  get id(): string {
    return this.job.id!;
  }

  /** Aborted when the job is no longer ours. */
  get signal(): AbortSignal {
    return this.owned.signal;
  }

  disown(reason: string): void {
    this.owned.abort(new Error(reason));
  }
}
