import type { Clock } from '@app/messaging';
import type { OwnedPartition } from './owned-partition.js';

/** What stops and starts the fetching of a partition. */
export interface Fetching {
  pause(topic: string, partition: number): void;
  resume(topic: string, partition: number): void;
}

/** Holding the batch this long keeps throughput; longer would hold up all other partitions. */
const HOLD_MS = 100;

/** Keeps a partition's window bounded: holds its batch briefly, then pauses the partition. */
export class FetchGate {
  private readonly paused = new Set<OwnedPartition>();

  constructor(
    private readonly fetching: Fetching,
    private readonly clock: Clock,
  ) {}

  /** Resolves when the next batch may be fetched, or this partition is left out of it. */
  async pass(partition: OwnedPartition): Promise<void> {
    if (!partition.window.isFull || (await this.emptiesInTime(partition))) return;
    if (partition.signal.aborted) return;

    this.paused.add(partition);
    this.fetching.pause(partition.topic, partition.partition);
    partition.whenRoom(() => this.reopen(partition));
  }

  /** A pause outlives the loss of a partition, and its next window would never be fetched. */
  reopen(partition: OwnedPartition): void {
    partition.whenRoom(undefined);
    if (this.paused.delete(partition)) {
      this.fetching.resume(partition.topic, partition.partition);
    }
  }

  private async emptiesInTime(partition: OwnedPartition): Promise<boolean> {
    return await new Promise((resolve) => {
      const answer = (hasRoom: boolean) => {
        cancel();
        partition.whenRoom(undefined);
        resolve(hasRoom);
      };
      const cancel = this.clock.after(HOLD_MS, () => answer(false));
      partition.whenRoom(() => answer(true));
    });
  }
}
