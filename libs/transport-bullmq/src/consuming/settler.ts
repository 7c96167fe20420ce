import type { Job, Queue, Worker } from 'bullmq';
import { toDeadLetter } from '@app/dlq';
import {
  afterFailure,
  retryHeaders,
  withoutRetryHeaders,
  type Clock,
  type Delivery,
  type Settlement,
} from '@app/messaging';
import { toJobData } from '../codec/job-data.js';
import { deadLetterJobId } from '../codec/job-id.js';
import type { JobSender } from '../publishing/job-sender.js';
import type { HeldJob } from './held-job.js';
import type { JobOutcome } from './job-outcome.js';
import { sendPersistently } from './send-persistently.js';

type Retry = Extract<Settlement, { kind: 'retry' }>;
type DeadLettering = Extract<Settlement, { kind: 'dead-letter' }>;

/** Does what a settlement asks for. */
export class Settler {
  constructor(
    private readonly sender: JobSender,
    private readonly deadLetters: Queue,
    private readonly clock: Clock,
  ) {}

  /** @param giveUp aborted when no more jobs are taken: what fails then is handed back */
  async carryOut(
    settlement: Settlement,
    delivery: Delivery,
    held: HeldJob,
    worker: Worker,
    giveUp: AbortSignal,
  ): Promise<JobOutcome> {
    // It is delivered again, or was: settled as well, it would be two.
    if (held.signal.aborted) return 'left';
    switch (settlement.kind) {
      case 'ack':
        return 'completed';
      case 'retry':
        await this.retry(settlement, delivery, held, worker);
        return 'left';
      case 'dead-letter':
        return this.setAside(settlement, delivery, held, giveUp);
      default:
        return settlement satisfies never;
    }
  }

  /** One script moves the job and counts the failure, and only if the lock is ours. */
  private async retry(
    { delayMs, costsAttempt }: Retry,
    delivery: Delivery,
    { id, token }: HeldJob,
    worker: Worker,
  ): Promise<void> {
    const now = this.clock.now();
    await worker.backend.moveToDelayed(id, now.getTime(), Math.max(0, Math.ceil(delayMs)), token, {
      skipAttempt: !costsAttempt,
      ...(costsAttempt && { fieldsToUpdate: { data: failedOnce(delivery, now) } }),
    });
  }

  /**
   * @param signals one of them aborted: it is not worth a second try
   * @returns whether it is written
   */
  async writeDeadLetter(
    settlement: DeadLettering,
    delivery: Delivery,
    failedAt: Date,
    signals: readonly AbortSignal[],
  ): Promise<boolean> {
    const deadLetter = toDeadLetter(delivery, settlement, failedAt);
    const jobId = String(delivery.source.coordinates['jobId']);
    return await sendPersistently(
      () =>
        this.sender.add(this.deadLetters, {
          id: deadLetterJobId(deadLetter.id, jobId),
          name: deadLetter.type,
          data: toJobData(deadLetter),
        }),
      this.deadLetters.name,
      this.clock,
      signals,
    );
  }

  private async setAside(
    settlement: DeadLettering,
    delivery: Delivery,
    { job, token, signal }: HeldJob,
    giveUp: AbortSignal,
  ): Promise<JobOutcome> {
    const written = await this.writeDeadLetter(settlement, delivery, this.clock.now(), [
      giveUp,
      signal,
    ]);
    if (signal.aborted) return 'left';
    if (written) return 'failed';
    await handBack(job, token);
    return 'left';
  }
}

/** To the front of its queue, where someone else finds it. It costs nothing. */
export async function handBack(job: Job, token: string): Promise<void> {
  await job.moveToWait(token);
}

function failedOnce(delivery: Delivery, now: Date): string {
  const ours = retryHeaders(afterFailure(delivery, now));
  const headers = new Map([...withoutRetryHeaders(delivery.headers), ...ours]);
  return JSON.stringify(toJobData({ body: delivery.body, headers }));
}
