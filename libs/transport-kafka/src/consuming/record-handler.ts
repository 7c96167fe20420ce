import { processInPlace } from '@app/messaging';
import type { Delivery, InPlace, RetryState, Settled, Source } from '@app/messaging';
import type { FetchedRecord } from '../codec/fetched-record.js';
import type { DeadLetters } from './dead-letters.js';
import type { OwnedPartition } from './owned-partition.js';

export interface RecordHandlerOptions extends InPlace {
  readonly source: Omit<Source, 'coordinates'>;
  readonly deadLetters: Pick<DeadLetters, 'write'>;
}

/** Takes a record through its attempts, in place, to the end of its story here. */
export class RecordHandler {
  constructor(private readonly options: RecordHandlerOptions) {}

  /** Finishes the record, or leaves it unfinished where it isn't ours to finish any more. */
  async handle(partition: OwnedPartition, record: FetchedRecord): Promise<void> {
    const settled = await processInPlace(
      (state) => this.toDelivery(partition, record, state),
      this.options,
    );
    if (!settled || !(await this.isWritten(settled, partition))) return;
    partition.finish(record);
  }

  /** A dead letter has to be, before its record is finished. */
  private async isWritten(
    { delivery, settlement }: Settled,
    { signal }: OwnedPartition,
  ): Promise<boolean> {
    const { deadLetters, stopping } = this.options;
    if (settlement.kind === 'ack') return true;
    return await deadLetters.write(delivery, settlement, [stopping, signal]);
  }

  private toDelivery(
    { partition, signal, window }: OwnedPartition,
    { body, headers, key, offset }: FetchedRecord,
    state: RetryState,
  ): Delivery {
    const source = { ...this.options.source, coordinates: { partition, offset } };
    const mayHaveStarted = window.mayBeAPredecessors(offset);
    return { body, headers, key, source, mayHaveStarted, signal, ...state };
  }
}
