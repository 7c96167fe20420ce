import { Logger } from '@nestjs/common';
import type { Job, Worker } from 'bullmq';
import {
  decideSettlement,
  processInTurn,
  type ConcurrencyLimit,
  type Consumer,
  type Delivery,
  type DeliveryPipeline,
  type DeliveryStatistics,
  type Settlement,
  type Source,
  type Turns,
} from '@app/messaging';
import type { HeldJob } from './held-job.js';
import type { HeldJobs } from './held-jobs.js';
import type { JobOutcome } from './job-outcome.js';
import { handBack, type Settler } from './settler.js';
import type { Suspects } from './suspects.js';
import { toDelivery } from '../codec/to-delivery.js';

export interface JobHandlerOptions {
  readonly source: Omit<Source, 'coordinates'>;
  readonly consumer: Consumer;
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly statistics: DeliveryStatistics;
  readonly settler: Settler;
  readonly suspects: Suspects;
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
    const { source, settler, closing, suspects } = this.options;
    const delivery = toDelivery(mine.job, source, mine.signal);
    try {
      const settlement = await this.settlement(mine.job, delivery);
      if (!settlement) return await this.leave(mine);
      return await settler.carryOut(settlement, delivery, mine, worker, closing);
    } finally {
      suspects.leave(mine.job);
    }
  }

  /** A job that isn't ours any more is somebody else's to give back. */
  private async leave({ job, token, signal }: HeldJob): Promise<JobOutcome> {
    if (!signal.aborted) await handBack(job, token);
    return 'left';
  }

  private async settlement(job: Job, delivery: Delivery): Promise<Settlement | undefined> {
    const { suspects } = this.options;
    try {
      suspects.enter(job);
    } catch (error) {
      return this.refused(error as Error, delivery);
    }
    return await processInTurn(delivery, this.turns);
  }

  /** The job doesn't reach the pipeline, which would have counted it. */
  private refused(error: Error, delivery: Delivery): Settlement {
    const { consumer, statistics } = this.options;
    const settlement = decideSettlement(error, delivery.attempt, consumer.retry);
    statistics.count(delivery.source, settlement.kind);
    if (settlement.kind === 'dead-letter') {
      this.logger.error({
        msg: `Dead letter ${settlement.reason}`,
        source: delivery.source,
        error,
      });
    }
    return settlement;
  }
}
