import { setTimeout as sleep } from 'node:timers/promises';
import { planOrders, type PlannedOrder } from '../../e2e/order-plan.js';
import { placeOrder, type Answer } from './client.js';

export interface LoadOptions {
  readonly api: string;
  /** Number of the first order. */
  readonly first: number;
  readonly orders: number;
  /** At most: the machine sets the pace where it can't keep up. */
  readonly perSecond: number;
  /** Orders that exist and are not finished. */
  readonly open: () => number;
}

export interface SentOrder {
  readonly order: PlannedOrder;
  answer: Answer | undefined;
}

/** An order of so many is placed by a client that doesn't ask twice. */
const impatientEvery = 20;
/** Past all faults a client still gets its answer within this. */
const patienceMs = 180_000;
/** So many clients wait for an answer at a time at most, as a front end would let them. */
const mostWaiting = 50;
/** A load that had to pause catches up on no more than this. */
const latestMs = 2_000;
/** Open orders beyond which no other is placed: more would only wait, and prove nothing. */
const mostOpen = 150;
/** Open orders that none of has finished for so long hold nothing up any more. */
const staleMs = 60_000;
/** While faults go on after the last order that was asked for. */
const perSecondAfterwards = 4;

/** A stream of orders, as fast as it was asked for and as the machine finishes them. */
export class Load {
  /** By `Idempotency-Key`: each is one order. */
  readonly sent = new Map<string, SentOrder>();
  /** How long it was kept waiting for orders to be finished. */
  pausedMs = 0;
  private readonly waiting = new Set<Promise<void>>();
  private stale = 0;
  private isOver = false;

  constructor(private readonly options: LoadOptions) {}

  get answered(): number {
    return this.sent.size - this.waiting.size;
  }

  /**
   * Sends what was asked for, and goes on until `enough` resolves: a fault without load proves
   * nothing. Resolves when every client has an answer or gave up.
   */
  async run(enough: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const { orders, perSecond } = this.options;
    void enough.finally(() => (this.isOver = true));
    let dueMs = performance.now();
    for (let count = 0; (count < orders && !signal.aborted) || !this.isOver; count++) {
      dueMs += 1_000 / (count < orders ? perSecond : Math.min(perSecond, perSecondAfterwards));
      const aheadMs = dueMs - performance.now();
      if (aheadMs > 0) await sleep(aheadMs);
      else if (aheadMs < -latestMs) dueMs = performance.now();
      if (this.waiting.size >= mostWaiting) await Promise.race(this.waiting);
      await this.untilFewAreOpen(signal);
      this.send(count);
    }
    await Promise.all(this.waiting);
  }

  private async untilFewAreOpen(signal: AbortSignal): Promise<void> {
    const startedMs = performance.now();
    let movedMs = startedMs;
    let last = this.options.open();
    while (this.options.open() - this.stale > mostOpen && !signal.aborted) {
      await sleep(100);
      const open = this.options.open();
      if (open !== last) movedMs = performance.now();
      last = open;
      if (performance.now() - movedMs > staleMs) this.stale = open;
    }
    this.pausedMs += performance.now() - startedMs;
  }

  private send(count: number): void {
    const { api, first } = this.options;
    const [order] = planOrders(1, first + count);
    if (!order) throw new Error('A plan of one order has one.');
    const sent: SentOrder = { order, answer: undefined };
    this.sent.set(order.idempotencyKey, sent);
    const isPatient = count % impatientEvery !== 0;
    const asking = async (): Promise<void> => {
      sent.answer = await placeOrder(api, order, isPatient, performance.now() + patienceMs);
      this.waiting.delete(done);
    };
    const done = asking();
    this.waiting.add(done);
  }
}
