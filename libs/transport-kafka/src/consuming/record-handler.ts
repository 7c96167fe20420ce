import {
  consumerName,
  type Channel,
  type Clock,
  type Consumer,
  type Delivery,
  type DeliveryPipeline,
} from '@app/messaging';
import type { ConcurrencyLimit } from '@app/messaging';
import type { DeadLetters } from './dead-letters.js';
import type { FetchedRecord, OwnedPartition } from './owned-partition.js';
import { sleep } from './sleep.js';

export interface RecordHandlerOptions {
  readonly app: string;
  readonly channel: Channel;
  readonly consumer: Consumer;
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
  readonly clock: Clock;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping: AbortSignal;
}

interface Failures {
  readonly attempt: number;
  readonly firstFailedAt?: Date;
}

/** Takes a record through its attempts, in place, to the end of its story here. */
export class RecordHandler {
  private readonly consumerName: string;

  constructor(private readonly options: RecordHandlerOptions) {
    this.consumerName = consumerName(options.app, options.channel);
  }

  /** Finishes the record, or leaves it unfinished where it isn't ours to finish any more. */
  async handle(partition: OwnedPartition, record: FetchedRecord): Promise<void> {
    const { clock, deadLetters, stopping } = this.options;
    const signals = [stopping, partition.signal];
    let failures: Failures = { attempt: 1 };
    for (;;) {
      const delivery = this.toDelivery(partition, record, failures);
      const settlement = await this.process(delivery);
      switch (settlement?.kind) {
        case undefined:
          return;
        case 'ack':
          return partition.finish(record);
        case 'dead-letter':
          if (await deadLetters.write(delivery, settlement, signals)) partition.finish(record);
          return;
        case 'retry':
          if (settlement.costsAttempt) failures = oneMore(failures, clock.now());
          await sleep(clock, settlement.delayMs, signals);
          break;
        default:
          return settlement satisfies never;
      }
    }
  }

  /** @returns undefined where the handler must not start any more */
  private async process(delivery: Delivery) {
    const { limit, pipeline, consumer, stopping } = this.options;
    if (stopping.aborted || delivery.signal.aborted || !(await limit.acquire())) return undefined;
    try {
      // Ownership may have been lost while the record waited for its slot.
      if (stopping.aborted || delivery.signal.aborted) return undefined;
      return await pipeline.process(delivery, consumer);
    } finally {
      limit.release();
    }
  }

  private toDelivery(
    { partition, signal }: OwnedPartition,
    { body, headers, key, offset }: FetchedRecord,
    failures: Failures,
  ): Delivery {
    const { broker, name, kind } = this.options.channel;
    const coordinates = { partition, offset };
    const source = { broker, name, kind, consumer: this.consumerName, coordinates };
    return { body, headers, key, source, signal, ...failures };
  }
}

function oneMore({ attempt, firstFailedAt }: Failures, now: Date): Failures {
  return { attempt: attempt + 1, firstFailedAt: firstFailedAt ?? now };
}
