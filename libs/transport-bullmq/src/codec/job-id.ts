import { createHash } from 'node:crypto';

/**
 * The id under which BullMQ keeps a message: one that still exists swallows another with the same.
 * BullMQ allows no colon in it, and no whole number, which are the ids that it gives itself.
 */
export function jobIdOf(messageId: string): string {
  const escaped = messageId.replace(/[%:]/g, encodeURIComponent);
  return /^-?\d+$/.test(escaped) ? `%${escaped}` : escaped;
}

/**
 * A job may fail again after a replay, which is another job: both dead letters are kept, while one
 * that is written twice is one.
 */
export function deadLetterJobId(deadLetterId: string, jobId: string): string {
  const digest = createHash('sha256').update(jobId).digest('hex').slice(0, 16);
  return `${deadLetterId}-${digest}`;
}
