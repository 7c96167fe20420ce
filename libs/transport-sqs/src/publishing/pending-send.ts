import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { BatchItem } from '../batching/ordered-batches.js';

/** A message whose publisher waits. */
export class PendingSend implements BatchItem {
  readonly confirmed: Promise<void>;
  isSettled = false;
  private resolve!: () => void;
  private reject!: (error: Error) => void;

  constructor(
    readonly entry: Omit<SendMessageBatchRequestEntry, 'Id'>,
    readonly sizeBytes: number,
  ) {
    this.confirmed = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** The message group. */
  get lane(): string | undefined {
    return this.entry.MessageGroupId;
  }

  confirm(): void {
    this.isSettled = true;
    this.resolve();
  }

  fail(error: Error): void {
    this.isSettled = true;
    this.reject(error);
  }
}
