import { KeyLanes, sharedAbort } from '@app/messaging';
import type { FetchedRecord } from '../codec/fetched-record.js';
import { RecordWindow } from './record-window.js';

export const WINDOW_LIMIT = { records: 2_000, bytes: 32 * 1024 * 1024 };

/** A partition for as long as we own it. Once lost, nothing that it still does has an effect. */
export class OwnedPartition {
  readonly window: RecordWindow;
  private onRoom: (() => void) | undefined;
  private readonly lanes: KeyLanes<FetchedRecord>;
  private readonly controller = sharedAbort();

  constructor(
    /** The physical name. */
    readonly topic: string,
    readonly partition: number,
    work: (partition: OwnedPartition, record: FetchedRecord) => Promise<void>,
    limit = WINDOW_LIMIT,
  ) {
    this.window = new RecordWindow(limit);
    this.lanes = new KeyLanes((record) => work(this, record));
  }

  /** Aborted when the partition is someone else's, or the app can't wait any longer. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  take(record: FetchedRecord): void {
    if (this.window.take(record.offset, record.body.length)) this.lanes.push(record.key, record);
  }

  finish(record: FetchedRecord): void {
    this.window.finish(record.offset);
    if (this.window.hasRoom) this.onRoom?.();
  }

  /** `callback` runs each time that a record is finished and there is room for more. */
  whenRoom(callback: (() => void) | undefined): void {
    this.onRoom = callback;
  }

  lose(): void {
    this.onRoom = undefined;
    this.controller.abort();
  }
}
