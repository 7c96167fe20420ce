import { Logger } from '@nestjs/common';
import { backoffMs, sleep, type Clock } from '@app/messaging';
import { OrderedBatches } from '../batching/ordered-batches.js';
import { describe } from '../connection/sqs-error.js';
import type { SqsClient } from '../connection/sqs.client.js';
import type { HeldMessage } from './held-message.js';

export interface DeleterOptions {
  readonly url: () => Promise<string>;
  readonly client: Pick<SqsClient, 'deleteBatch'>;
  readonly clock: Clock;
  /** SQS has forgotten the message. */
  readonly onDeleted: (message: HeldMessage) => void;
  /** SQS refuses, so that the message comes again. */
  readonly onRefused: (message: HeldMessage, reason: string) => void;
}

interface Deletion {
  readonly message: HeldMessage;
  readonly lane: string | undefined;
  readonly sizeBytes: number;
}

const LIMITS = { items: 10, bytes: Number.POSITIVE_INFINITY, inFlight: 2 };
const BACKOFF = { firstMs: 200, longestMs: 5_000 };

/**
 * Deletes what is done, in batches, and tries again while the message is ours. Of a group nothing
 * is deleted before what came earlier: else a failure would bring that back behind its followers.
 */
export class Deleter {
  private readonly logger = new Logger('SqsTransport');
  private readonly batches = new OrderedBatches<Deletion>((it) => this.deleteBatch(it), LIMITS);
  private failures = 0;

  constructor(private readonly options: DeleterOptions) {}

  push(message: HeldMessage): void {
    this.batches.push({ message, lane: message.received.group, sizeBytes: 0 });
  }

  /** Resolves when nothing is left to delete. */
  idle(): Promise<void> {
    return this.batches.idle();
  }

  private async deleteBatch(batch: readonly Deletion[]): Promise<void> {
    const owned = batch.filter(({ message }) => !message.isLost);
    if (owned.length === 0) return;
    const again = await this.attempt(owned);
    if (again.length === 0) {
      this.failures = 0;
      return;
    }
    this.failures++;
    await sleep(this.options.clock, backoffMs(BACKOFF, this.failures));
    this.batches.pushFirst(again);
  }

  /** @returns what shall be tried again */
  private async attempt(batch: readonly Deletion[]): Promise<readonly Deletion[]> {
    const { client, onDeleted, onRefused, url } = this.options;
    try {
      const handles = batch.map(({ message }) => message.received.receiptHandle);
      const results = await client.deleteBatch(await url(), handles);
      const again: Deletion[] = [];
      for (const [index, deletion] of batch.entries()) {
        const result = results[index];
        if (result?.kind === 'done') onDeleted(deletion.message);
        else if (result?.kind === 'failed' && result.ours) {
          onRefused(deletion.message, `SQS does not delete it (${result.detail}).`);
        } else again.push(deletion);
      }
      return again;
    } catch (error) {
      this.logger.warn(`Messages were not deleted yet: ${describe(error)}`);
      return batch;
    }
  }
}
