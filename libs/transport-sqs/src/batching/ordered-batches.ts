export interface BatchItem {
  /** Items of one lane keep their order; undefined has none. */
  readonly lane: string | undefined;
  readonly sizeBytes: number;
}

export interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
  /** Batches under way at a time. */
  readonly inFlight: number;
}

/**
 * Gathers what waits into batches. SQS answers entry by entry, so a batch has one item of a lane
 * at most, and the next one follows when its outcome is known: whatever fails, nothing overtakes.
 */
export class OrderedBatches<Item extends BatchItem> {
  private waiting: Item[] = [];
  private inFlight = 0;
  private isScheduled = false;
  private readonly busy = new Set<string>();
  private whenIdle: (() => void)[] = [];

  /** @param send must not reject; the batch's lanes are free again when it resolves */
  constructor(
    private readonly send: (items: readonly Item[]) => Promise<void>,
    private readonly limits: BatchLimits,
  ) {}

  push(item: Item): void {
    this.waiting.push(item);
    this.schedule();
  }

  /** Once more, before all that wait. To be called while the item's batch is under way. */
  pushFirst(items: readonly Item[]): void {
    this.waiting.unshift(...items);
  }

  /** Takes out of the queue, and returns, what waits and matches. */
  remove(matches: (item: Item) => boolean): Item[] {
    const removed = this.waiting.filter(matches);
    if (removed.length > 0) this.waiting = this.waiting.filter((item) => !matches(item));
    this.checkIdle();
    return removed;
  }

  /** Resolves when nothing waits and nothing is under way. */
  async idle(): Promise<void> {
    if (this.isIdle) return;
    await new Promise<void>((resolve) => this.whenIdle.push(resolve));
  }

  private get isIdle(): boolean {
    return this.inFlight === 0 && this.waiting.length === 0;
  }

  private checkIdle(): void {
    if (this.isIdle) for (const resolve of this.whenIdle.splice(0)) resolve();
  }

  /** What is pushed in one go goes out together. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      this.start();
    });
  }

  private start(): void {
    while (this.inFlight < this.limits.inFlight) {
      const batch = this.take();
      if (batch.length === 0) break;
      void this.run(batch);
    }
    this.checkIdle();
  }

  private async run(batch: readonly Item[]): Promise<void> {
    this.inFlight++;
    for (const { lane } of batch) if (lane !== undefined) this.busy.add(lane);
    await this.send(batch);
    for (const { lane } of batch) if (lane !== undefined) this.busy.delete(lane);
    this.inFlight--;
    this.start();
  }

  private take(): Item[] {
    const batch: Item[] = [];
    const kept: Item[] = [];
    const passed = new Set<string>();
    let bytes = 0;
    for (const item of this.waiting) {
      const { lane, sizeBytes } = item;
      const isFree = lane === undefined || !(this.busy.has(lane) || passed.has(lane));
      const fits = batch.length === 0 || bytes + sizeBytes <= this.limits.bytes;
      if (lane !== undefined) passed.add(lane);
      if (batch.length < this.limits.items && isFree && fits) {
        batch.push(item);
        bytes += sizeBytes;
      } else {
        kept.push(item);
      }
    }
    this.waiting = kept;
    return batch;
  }
}
