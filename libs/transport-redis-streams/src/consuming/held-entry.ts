import { readFields, type EntryFields } from '../codec/entry-fields.js';

/** An entry that is pending for us, from the moment we have it until it is settled or lost. */
export class HeldEntry {
  readonly fields: EntryFields;
  readonly sizeBytes: number;
  /** Gone from the stream, but not from here: nobody else can have it any more. */
  isTrimmed = false;
  private readonly controller = new AbortController();

  constructor(
    readonly id: string,
    rawFields: readonly Buffer[],
    /** When it was last known to be ours, by `Clock.elapsedMs()`. */
    public knownOursAtMs: number,
    /** Another consumer had it before, and left it. */
    readonly isClaimed = false,
  ) {
    this.fields = readFields(rawFields);
    this.sizeBytes = rawFields.reduce((sum, it) => sum + it.length, 0);
  }

  /** Aborted when the entry is someone else's, or the app can't wait any longer. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  lose(): void {
    this.controller.abort();
  }
}
