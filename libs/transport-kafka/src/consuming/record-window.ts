/**
 * The records of one partition that were taken and aren't finished. Offsets are numbers: Kafka
 * would need centuries to leave their exact range.
 */
export class RecordWindow {
  /** Offset to size in bytes, in the order of offsets. */
  private readonly unfinished = new Map<number, number>();
  private bytes = 0;
  private next: number | undefined;
  private committed: number | undefined;
  /** The first one taken, at the commit of whoever had the partition before us. */
  private begin: number | undefined;
  /** The end of the log when we began; whoever had the partition before us read no further. */
  private endAtBegin = Infinity;

  constructor(private readonly limit: { readonly records: number; readonly bytes: number }) {}

  /** To be called with the high watermark of each fetched batch; the first one counts. */
  seeEnd(highWatermark: number): void {
    if (this.endAtBegin === Infinity) this.endAtBegin = highWatermark;
  }

  /**
   * @returns false where the record was taken before: after a rejoin a partition that we keep is
   * fetched again from the commit
   */
  take(offset: number, sizeBytes: number): boolean {
    if (this.next !== undefined && offset < this.next) return false;
    this.committed ??= offset;
    this.begin ??= offset;
    this.next = offset + 1;
    this.unfinished.set(offset, sizeBytes);
    this.bytes += sizeBytes;
    return true;
  }

  /**
   * Whether a batch that starts at `offset` shows that the log itself starts over, by a topic that
   * was created anew or by truncation: a partition that is only fetched again never starts below
   * its commit.
   */
  isStartedOver(offset: number): boolean {
    return this.committed !== undefined && offset < this.committed;
  }

  /**
   * Whether the one before us may have started the record, and died: it was there when we began,
   * and it is near to that, for who reads in order, with a window like ours, is about so far ahead
   * of its commit.
   */
  mayBeAPredecessors(offset: number): boolean {
    if (this.begin === undefined) return false;
    return offset < Math.min(this.begin + this.limit.records, this.endAtBegin);
  }

  finish(offset: number): void {
    this.bytes -= this.unfinished.get(offset) ?? 0;
    this.unfinished.delete(offset);
  }

  /**
   * What may be committed: the lowest unfinished offset, or the next one where nothing is
   * unfinished.
   * @returns undefined where that says no more than the last commit
   */
  commitable(): number | undefined {
    const lowest = this.unfinished.keys().next();
    const offset = lowest.done ? this.next : lowest.value;
    if (offset === undefined || this.committed === undefined) return undefined;
    return offset > this.committed ? offset : undefined;
  }

  markCommitted(offset: number): void {
    if (this.committed === undefined || offset > this.committed) this.committed = offset;
  }

  get isFull(): boolean {
    return this.unfinished.size >= this.limit.records || this.bytes >= this.limit.bytes;
  }

  /** Far enough below full that fetching again is worth a request. */
  get hasRoom(): boolean {
    return this.unfinished.size <= this.limit.records / 2 && this.bytes <= this.limit.bytes / 2;
  }
}
