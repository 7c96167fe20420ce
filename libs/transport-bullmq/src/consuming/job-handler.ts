import { Logger } from '@nestjs/common';
import type { Job, Worker } from 'bullmq';
import { processInTurn, type Source, type Turns } from '@app/messaging';
import type { HeldJob } from './held-job.js';
import type { HeldJobs } from './held-jobs.js';
import type { JobOutcome } from './job-outcome.js';
import { handBack, type Settler } from './settler.js';
import { toDelivery } from '../codec/to-delivery.js';

export interface JobHandlerOptions extends Omit<Turns, 'stopping'> {
  readonly source: Omit<Source, 'coordinates'>;
  readonly settler: Settler;
  readonly held: HeldJobs;
  /** Aborted when jobs that don't run yet shall not start. */
  readonly closing: AbortSignal;
}

/** From a locked job to its outcome. */
export class JobHandler {
  private readonly logger = new Logger('BullMqTransport');

  private readonly turns: Turns;

  constructor(private readonly options: JobHandlerOptions) {
    this.turns = { ...options, stopping: options.closing };
  }

  /** Never rejects: BullMQ would make a failed job of it. */
  async handle(job: Job, token: string, worker: Worker): Promise<JobOutcome> {
    const { held, closing } = this.options;
    const mine = held.take(job, token);
    try {
      if (!closing.aborted) return await this.process(mine, worker);
      await handBack(job, token);
    } catch (error) {
      // The lock was lost in the same moment, or the connection; then the job stalls, and comes again.
      this.logger.warn({
        msg: `Job ${mine.id} could not be settled and is delivered again`,
        error,
      });
    } finally {
      held.release(mine);
    }
    return 'left';
  }

  private async process(mine: HeldJob, worker: Worker): Promise<JobOutcome> {
    const { source, settler, closing } = this.options;
    const delivery = toDelivery(mine.job, source, mine.signal);
    const settlement = await processInTurn(delivery, this.turns);
    if (settlement) return await settler.carryOut(settlement, delivery, mine, worker, closing);
    // A job that isn't ours any more is somebody else's to give back.
    if (!mine.signal.aborted) await handBack(mine.job, mine.token);
    return 'left';
  }
}
