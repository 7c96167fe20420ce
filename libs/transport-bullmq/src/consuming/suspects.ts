import type { Job } from 'bullmq';
import { HandBackError } from '@app/messaging';
import { CrashLoopError } from './crash-loop.error.js';

const HAND_BACK_MS = 1_000;

/**
 * Jobs whose last start left no outcome: their process died, of them or of a neighbour. BullMQ
 * counts that for each job that ran at the time (`stalledCounter`). At most one of them runs in a
 * process, so that they charge each other no further.
 */
export class Suspects {
  private running: Job | undefined;

  constructor(private readonly maxCrashes: number) {}

  /**
   * @throws CrashLoopError when the job was given up too often
   * @throws HandBackError when another suspect runs
   */
  enter(job: Job): void {
    if (job.stalledCounter === 0) return;
    if (job.stalledCounter > this.maxCrashes) {
      throw new CrashLoopError(
        `The job was started ${job.stalledCounter} times without an outcome: the process died or ` +
          'froze each time. Find out why before it is replayed.',
      );
    }
    if (this.running) {
      throw new HandBackError('Another job that may have killed its process runs.', HAND_BACK_MS);
    }
    this.running = job;
  }

  leave(job: Job): void {
    if (this.running === job) this.running = undefined;
  }
}
