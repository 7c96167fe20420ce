import type { Clock } from '@app/messaging';

/** Writes an acknowledgement to the channel that the window belongs to. */
export type WriteAck = (deliveryTag: number, multiple: boolean) => void;

/** How long settlements are gathered. */
const GATHER_MS = 2;
/** How long one waits behind an unsettled delivery before it is acknowledged alone. */
const GAP_MS = 10;

/**
 * The unacknowledged deliveries of one channel. They settle in any order and are acknowledged in
 * few frames: `multiple` up to the last one below which everything is settled, singly above a gap.
 * `multiple` always ends on a delivery that is still unacknowledged: the broker closes the channel
 * on a tag that it doesn't know (406).
 */
export class AckWindow {
  /** Tag → when it was settled, in the order of tags. What is acknowledged is removed. */
  private readonly deliveries = new Map<number, number | undefined>();
  private settled = 0;
  private isShut = false;
  private cancelFlush: () => void = () => undefined;
  private flushAtMs = Infinity;
  /** Settled deliveries occupy the prefetch: half of it doesn't wait any longer. */
  private readonly enough: number;

  constructor(
    prefetch: number,
    private readonly clock: Clock,
    private readonly write: WriteAck,
  ) {
    this.enough = Math.ceil(prefetch / 2);
  }

  /** To be told of every delivery, in order, or a `multiple` could cover one. */
  delivered(tag: number): void {
    if (!this.isShut) this.deliveries.set(tag, undefined);
  }

  /** The delivery may be acknowledged. Once the window is shut this does nothing. */
  settle(tag: number): void {
    if (!this.deliveries.has(tag) || this.deliveries.get(tag) !== undefined) return;
    this.deliveries.set(tag, this.clock.elapsedMs());
    this.settled += 1;
    if (this.settled >= this.enough) this.flush();
    else this.flushAfter(GATHER_MS);
  }

  /** Acknowledges everything that is settled, at once. */
  flushAll(): void {
    this.acknowledgeFront();
    this.acknowledgeAboveGap(() => true);
  }

  /** The channel is gone: its tags mean nothing any more. */
  shut(): void {
    this.isShut = true;
    this.deliveries.clear();
    this.settled = 0;
    this.cancelFlush();
  }

  private flush(): void {
    this.cancelFlush();
    this.flushAtMs = Infinity;
    this.acknowledgeFront();
    const isMany = this.settled >= this.enough;
    const overdue = this.clock.elapsedMs() - GAP_MS;
    this.acknowledgeAboveGap((settledAtMs) => isMany || settledAtMs <= overdue);
    if (this.settled > 0) this.flushAfter(GAP_MS);
  }

  private flushAfter(delayMs: number): void {
    const atMs = this.clock.elapsedMs() + delayMs;
    if (this.flushAtMs <= atMs) return;
    this.cancelFlush();
    this.flushAtMs = atMs;
    this.cancelFlush = this.clock.after(delayMs, () => this.flush());
  }

  private acknowledgeFront(): void {
    let last: number | undefined;
    let count = 0;
    for (const [tag, settledAtMs] of this.deliveries) {
      if (settledAtMs === undefined) break;
      this.deliveries.delete(tag);
      last = tag;
      count += 1;
    }
    if (last === undefined) return;
    this.settled -= count;
    this.write(last, count > 1);
  }

  private acknowledgeAboveGap(isDue: (settledAtMs: number) => boolean): void {
    if (this.settled === 0) return;
    for (const [tag, settledAtMs] of this.deliveries) {
      if (settledAtMs === undefined || !isDue(settledAtMs)) continue;
      this.deliveries.delete(tag);
      this.settled -= 1;
      this.write(tag, false);
    }
  }
}
