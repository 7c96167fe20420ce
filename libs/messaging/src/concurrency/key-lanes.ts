/**
 * Runs items of one key one after the other, and different keys side by side. Items without a key
 * have no order. `work` must not throw.
 */
export class KeyLanes<Item> {
  private readonly lanes = new Map<string, Item[]>();

  constructor(private readonly work: (item: Item) => Promise<void>) {}

  push(key: string | undefined, item: Item): void {
    if (key === undefined) {
      void this.work(item);
      return;
    }
    const lane = this.lanes.get(key);
    if (lane) {
      lane.push(item);
      return;
    }
    const started = [item];
    this.lanes.set(key, started);
    void this.run(key, started);
  }

  /** Awaiting between items also keeps the stack flat where work ends at once. */
  private async run(key: string, lane: Item[]): Promise<void> {
    for (let item = lane[0]; item !== undefined; item = lane[0]) {
      await this.work(item);
      lane.shift();
    }
    this.lanes.delete(key);
  }
}
