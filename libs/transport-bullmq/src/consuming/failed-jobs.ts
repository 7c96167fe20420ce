import { Logger } from '@nestjs/common';
import { Job, type Queue } from 'bullmq';
import type { Clock, Settlement, Source } from '@app/messaging';
import { toDelivery } from '../codec/to-delivery.js';
import { ForeignFailureError } from './foreign-failure.error.js';
import type { Settler } from './settler.js';

/** How often it is looked for them. None of ours is among them. */
const EVERY_MS = 5_000;
const AT_A_TIME = 100;

export interface FailedJobsOptions {
  readonly queue: Queue;
  readonly source: Omit<Source, 'coordinates'>;
  readonly settler: Settler;
  readonly clock: Clock;
}

/**
 * Jobs that a worker of another program failed for good, or BullMQ itself: each becomes a dead
 * letter, and only then leaves BullMQ's own list of failed jobs. Our settlements put none there.
 */
export class FailedJobs {
  private readonly logger = new Logger('BullMqTransport');
  private readonly closing = new AbortController();
  private readonly told = new Set<string>();
  private running: Promise<void> = Promise.resolve();
  private cancel: (() => void) | undefined;

  constructor(private readonly options: FailedJobsOptions) {}

  start(): void {
    this.running = this.sweep().finally(() => {
      if (this.closing.signal.aborted) return;
      this.cancel = this.options.clock.after(EVERY_MS, () => this.start());
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.cancel?.();
    await this.running;
  }

  /** Never rejects: what went wrong is tried again next time. */
  private async sweep(): Promise<void> {
    const { queue } = this.options;
    try {
      const ids = await queue.getRanges(['failed'], 0, AT_A_TIME - 1, true);
      for (const id of ids) {
        if (this.closing.signal.aborted) return;
        await this.take(id);
      }
    } catch (error) {
      this.logger.warn({ msg: `Failed jobs of ${queue.name} can't be looked for`, error });
    }
  }

  private async take(id: string): Promise<void> {
    const { queue } = this.options;
    try {
      const job = await Job.fromId(queue, id);
      if (job && (await this.isSetAside(job))) await job.remove();
      this.told.delete(id);
    } catch (error) {
      // One that can't be read, or that somebody holds, stops no other.
      if (this.told.has(id)) return;
      this.told.add(id);
      this.logger.warn({ msg: `Failed job ${id} of ${queue.name} stays where it is`, error });
    }
  }

  private async isSetAside(job: Job): Promise<boolean> {
    const { source, settler, clock } = this.options;
    const delivery = toDelivery(job, source, this.closing.signal);
    const error = new ForeignFailureError(job);
    const settlement: Settlement = { kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED', error };
    const failedAt = job.finishedOn === undefined ? clock.now() : new Date(job.finishedOn);
    return await settler.writeDeadLetter(
      settlement,
      { ...delivery, attempt: Math.max(1, job.attemptsMade) },
      failedAt,
      [this.closing.signal],
    );
  }
}
