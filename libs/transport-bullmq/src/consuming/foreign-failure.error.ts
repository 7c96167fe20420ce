import type { Job } from 'bullmq';
import { MessagingError } from '@app/events';

/** What BullMQ keeps of a job that failed past our settlements, in the words of whoever failed it. */
export class ForeignFailureError extends MessagingError {
  readonly code = 'FOREIGN_FAILURE';

  constructor({ failedReason, stacktrace }: Pick<Job, 'failedReason' | 'stacktrace'>) {
    super(failedReason || 'BullMQ had it among its failed jobs, without a reason.');
    const stack: unknown = stacktrace?.at(-1);
    if (typeof stack === 'string') this.stack = stack;
  }
}
