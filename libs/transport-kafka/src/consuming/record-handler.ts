import { afterFailure, processInTurn, sleep } from '@app/messaging';
import type { Clock, ConcurrencyLimit, Consumer, Delivery } from '@app/messaging';
import type { DeliveryPipeline, RetryState, Source } from '@app/messaging';
import type { FetchedRecord } from '../codec/fetched-record.js';
import type { DeadLetters } from './dead-letters.js';
import type { OwnedPartition } from './owned-partition.js';

export interface RecordHandlerOptions {
  readonly source: Omit<Source, 'coordinates'>;
  readonly consumer: Consumer;
  readonly limit: ConcurrencyLimit;
  readonly pipeline: Pick<DeliveryPipeline, 'process'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
  readonly clock: Clock;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping: AbortSignal;
}

/** Takes a record through its attempts, in place, to the end of its story here. */
export class RecordHandler {
  constructor(private readonly options: RecordHandlerOptions) {}

  /** Finishes the record, or leaves it unfinished where it isn't ours to finish any more. */
  async handle(partition: OwnedPartition, record: FetchedRecord): Promise<void> {
    const { clock, deadLetters, stopping } = this.options;
    const signals = [stopping, partition.signal];
    let state: RetryState = { attempt: 1 };
    for (;;) {
      const delivery = this.toDelivery(partition, record, state);
      const settlement = await processInTurn(delivery, this.options);
      switch (settlement?.kind) {
        case undefined:
          return;
        case 'ack':
          return partition.finish(record);
        case 'dead-letter':
          if (await deadLetters.write(delivery, settlement, signals)) partition.finish(record);
          return;
        case 'retry':
          if (settlement.costsAttempt) state = afterFailure(state, clock.now());
          await sleep(clock, settlement.delayMs, signals);
          break;
        default:
          return settlement satisfies never;
      }
    }
  }

  private toDelivery(
    { partition, signal }: OwnedPartition,
    { body, headers, key, offset }: FetchedRecord,
    state: RetryState,
  ): Delivery {
    const source = { ...this.options.source, coordinates: { partition, offset } };
    return { body, headers, key, source, signal, ...state };
  }
}
