import { PublishRejectedError, PublishUnconfirmedError } from '@app/messaging';
import { toError, type Clock } from '@app/messaging';
import { OrderedBatches } from '../batching/ordered-batches.js';
import type { EntryResult } from '../connection/entry-result.js';
import { describe, isRefusal } from '../connection/sqs-error.js';
import type { SqsClient } from '../connection/sqs.client.js';
import { MAX_MESSAGE_BYTES, sizeOf, type EncodedMessage } from '../codec/message-codec.js';
import { PendingSend } from './pending-send.js';

export interface QueueSenderOptions {
  /** For errors. */
  readonly queue: string;
  readonly url: () => Promise<string>;
  readonly client: Pick<SqsClient, 'sendBatch'>;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

export interface QueueEntry extends EncodedMessage {
  /** Both for FIFO queues only. */
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

/** SendMessageBatch takes ten messages and, together, what one may have. */
const LIMITS = { items: 10, bytes: MAX_MESSAGE_BYTES, inFlight: 4 };

/** Sends to one queue, in batches. A message of a group is sent once those before it are confirmed. */
export class QueueSender {
  private readonly batches = new OrderedBatches<PendingSend>((it) => this.sendBatch(it), LIMITS);

  constructor(private readonly options: QueueSenderOptions) {}

  /**
   * Resolves when SQS keeps the message.
   * @throws PublishRejectedError, PublishUnconfirmedError
   */
  async send(entry: QueueEntry): Promise<void> {
    const { clock, timeoutMs } = this.options;
    const pending = new PendingSend(entry, sizeOf(entry));
    const cancel = clock.after(timeoutMs, () => {
      this.fail(pending, this.unconfirmed(`SQS did not confirm within ${timeoutMs} ms.`));
    });
    this.batches.push(pending);
    try {
      await pending.confirmed;
    } finally {
      cancel();
    }
  }

  private async sendBatch(batch: readonly PendingSend[]): Promise<void> {
    const { client, timeoutMs, url } = this.options;
    try {
      const entries = batch.map((it) => it.entry);
      const results = await client.sendBatch(await url(), entries, timeoutMs);
      for (const [index, pending] of batch.entries()) this.settle(pending, results[index]);
    } catch (thrown) {
      const error = toError(thrown);
      const why = describe(error);
      const failure = isRefusal(error) ? this.rejected(why, error) : this.unconfirmed(why, error);
      for (const pending of batch) this.fail(pending, failure);
    }
  }

  private settle(pending: PendingSend, result: EntryResult | undefined): void {
    switch (result?.kind) {
      case 'done':
        return pending.confirm();
      case 'failed':
        return this.fail(pending, this.rejected(result.detail));
      case 'unknown':
      case undefined:
        return this.fail(pending, this.unconfirmed('SQS did not say what became of it.'));
      default:
        return result satisfies never;
    }
  }

  /** What waits behind it in its group fails too, so that nothing overtakes it. */
  private fail(pending: PendingSend, error: Error): void {
    if (pending.isSettled) return;
    pending.fail(error);
    const { lane } = pending;
    this.batches.remove((it) => it === pending);
    if (lane === undefined) return;
    for (const follower of this.batches.remove((it) => it.lane === lane)) {
      if (follower.isSettled) continue;
      follower.fail(this.rejected(`an earlier message of its group failed (${error.message})`));
    }
  }

  private rejected(why: string, cause?: Error): PublishRejectedError {
    return new PublishRejectedError(
      `SQS queue ${this.options.queue} did not take the message: ${why}. It is not stored; ` +
        'correct the cause and publish it again.',
      { cause },
    );
  }

  private unconfirmed(why: string, cause?: Error): PublishUnconfirmedError {
    return new PublishUnconfirmedError(
      `SQS queue ${this.options.queue} may have the message or not (${why}) Publish it again.`,
      { cause },
    );
  }
}
