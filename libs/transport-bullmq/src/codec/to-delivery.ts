import type { Job } from 'bullmq';
import { retryStateOrFirst, type Delivery, type Source } from '@app/messaging';
import { fromJobData } from './job-data.js';
import { occurrence } from '../scheduling/occurrence.js';

/**
 * A job as a delivery. Attempts are counted in a header of the message, and in step with it by
 * BullMQ, whose count stands alone where a worker of another program failed first.
 */
export function toDelivery(
  job: Job,
  source: Omit<Source, 'coordinates'>,
  signal: AbortSignal,
): Delivery {
  const { body, headers } = occurrence(job) ?? fromJobData(job.data);
  const state = retryStateOrFirst(headers);
  return {
    body,
    headers,
    source: { ...source, coordinates: { jobId: job.id! } },
    attempt: Math.max(state.attempt, job.attemptsMade + 1),
    firstFailedAt: state.firstFailedAt,
    failedAt: state.failedAt,
    // It stalled: its lock expired without a settlement.
    mayHaveStarted: job.stalledCounter > 0,
    signal,
  };
}
