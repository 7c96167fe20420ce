import type { QueueAttributeName } from '@aws-sdk/client-sqs';

export type QueueAttributes = Partial<Record<QueueAttributeName, string>>;

const MAX_MESSAGE_BYTES = 1_048_576;
/** 14 days, the most that SQS keeps a message. */
const RETENTION_SECONDS = 14 * 24 * 3_600;
/**
 * SQS counts deliveries, not failures, so its own dead-lettering is a backstop only: far above what
 * our retries, shutdowns and crashes together bring about.
 */
const MAX_RECEIVE_COUNT = 1_000;

/** What a queue is created with; `visibilitySeconds` matters only to readers that set none. */
export function queueAttributes(
  queue: { readonly fifo: boolean; readonly deadLetterArn?: string },
  { visibilitySeconds, aws }: { readonly visibilitySeconds: number; readonly aws: boolean },
): QueueAttributes {
  return {
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    MessageRetentionPeriod: String(RETENTION_SECONDS),
    VisibilityTimeout: String(visibilitySeconds),
    ...(queue.fifo && { FifoQueue: 'true' }),
    ...(queue.fifo && aws && HIGH_THROUGHPUT),
    ...(queue.deadLetterArn !== undefined && { RedrivePolicy: redrive(queue.deadLetterArn) }),
  };
}

/** Limits by group instead of by queue. ElasticMQ refuses these attributes. */
const HIGH_THROUGHPUT: QueueAttributes = {
  DeduplicationScope: 'messageGroup',
  FifoThroughputLimit: 'perMessageGroupId',
};

function redrive(deadLetterTargetArn: string): string {
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MAX_RECEIVE_COUNT });
}
