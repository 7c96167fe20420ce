import { once } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import {
  FollowerRegistry,
  StreamFollower,
  type Channel,
  type StreamListener,
} from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import { orderActivity } from '@app/topology';
import { OrderHistory, type OrderStep } from '../order-history.js';
import { OrderActivity } from './order-activity.js';
import { OrderFeed } from './order-feed.js';

/** Follows nothing; the test says what passes by. */
class FakeFollower extends StreamFollower {
  readonly brokers = [orderActivity.broker];
  listener: StreamListener | undefined;

  follow(_: Channel, listener: StreamListener): () => void {
    this.listener = listener;
    return () => (this.listener = undefined);
  }

  wake(orderId: string | undefined): void {
    this.listener?.message({ body: Buffer.alloc(0), headers: new Map(), key: orderId });
  }
}

/** Steps of orders in a list; `gate` holds reads up. */
class FakeHistory {
  readonly steps: (OrderStep & { readonly orderId: string })[] = [];
  reads: string[] = [];
  /** How many read at this moment. */
  reading = 0;
  gate: Promise<void> = Promise.resolve();

  add(orderId: string, seq: number): void {
    const at = '2026-01-01T00:00:00.000Z';
    this.steps.push({ orderId, seq, at, step: `s${seq}`, broker: 'b', attempts: 1 });
  }

  async of(orderId: string, afterSeq = 0): Promise<OrderStep[]> {
    this.reads.push(orderId);
    const found = this.steps.filter((step) => step.orderId === orderId && step.seq > afterSeq);
    this.reading++;
    await this.gate;
    this.reading--;
    return found;
  }
}

function listen(steps: Observable<OrderStep>) {
  const seen: number[] = [];
  const state = { ended: false };
  const subscription = steps.subscribe({
    next: ({ seq }) => seen.push(seq),
    complete: () => (state.ended = true),
  });
  return {
    state,
    /** All that it has seen, once that is so many. */
    steps: (count: number) =>
      until(() => seen.length >= count && seen, { what: `${count} steps, not ${seen.join()}` }),
    close: () => subscription.unsubscribe(),
  };
}

describe('OrderFeed', () => {
  let follower: FakeFollower;
  let history: FakeHistory;
  let clock: ManualClock;
  let activity: OrderActivity;
  let feed: OrderFeed;

  beforeEach(() => {
    follower = new FakeFollower();
    history = new FakeHistory();
    clock = new ManualClock();
    activity = new OrderActivity(new FollowerRegistry([follower]), clock, {
      ORDER_FEED_POLL_INTERVAL_MS: '5000',
    });
    activity.onApplicationBootstrap();
    feed = new OrderFeed(history as unknown as OrderHistory, activity);
  });

  it('shows what there is, then each step that the stream tells of', async () => {
    history.add('o1', 1);
    const listener = listen(feed.follow('o1', 0));
    expect(await listener.steps(1)).toEqual([1]);

    history.add('o1', 4);
    follower.wake('o1');

    expect(await listener.steps(2)).toEqual([1, 4]);
  });

  it('begins after the step that a client has seen', async () => {
    for (const seq of [1, 2, 3]) history.add('o1', seq);

    expect(await listen(feed.follow('o1', 2)).steps(1)).toEqual([3]);
  });

  it("reads nothing for other orders' steps, nor for entries of strangers", async () => {
    const listener = listen(feed.follow('o1', 0));
    await until(() => history.reads.length === 1);

    follower.wake('o2');
    follower.wake(undefined);
    history.add('o1', 1);
    follower.wake('o1');

    expect(await listener.steps(1)).toEqual([1]);
    expect(history.reads).toHaveLength(2);
  });

  it('reads again where entries may have passed unseen', async () => {
    const listeners = [listen(feed.follow('o1', 0)), listen(feed.follow('o2', 0))];
    await until(() => history.reads.length === 2);
    history.add('o1', 1);
    history.add('o2', 2);

    follower.listener?.missed();

    expect(await listeners[0]!.steps(1)).toEqual([1]);
    expect(await listeners[1]!.steps(1)).toEqual([2]);
  });

  it('finds a step that nothing told of by its slow poll', async () => {
    const listener = listen(feed.follow('o1', 0));
    await until(() => history.reads.length === 1);
    for (const seq of [1, 2]) {
      history.add('o1', seq);
      clock.advance(5_000);
      expect(await listener.steps(seq)).toContain(seq);
    }
  });

  it('shows each step once when wake-ups come while it reads', async () => {
    const gate = new AbortController();
    history.gate = once(gate.signal, 'abort').then(() => undefined);
    history.add('o1', 1);
    const listener = listen(feed.follow('o1', 0));
    await until(() => history.reads.length === 1);

    for (const seq of [2, 3]) {
      history.add('o1', seq);
      follower.wake('o1');
    }
    gate.abort();

    expect(await listener.steps(3)).toEqual([1, 2, 3]);
    expect(history.reads).toHaveLength(2);
  });

  it('reads for a few listeners at a time, and leaves the other connections to orders', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `o${index}`);
    const listeners = ids.map((id) => listen(feed.follow(id, 0)));
    await until(() => history.reads.length === 30 && history.reading === 0);
    const gate = new AbortController();
    history.gate = once(gate.signal, 'abort').then(() => undefined);

    follower.listener?.missed();
    await until(() => history.reading > 0, { what: 'the first reads' });
    expect(history.reading).toBe(4);
    ids.forEach((id) => history.add(id, 1));
    // Who waits for its turn reads once, however often it is woken.
    follower.listener?.missed();
    gate.abort();

    for (const listener of listeners) expect(await listener.steps(1)).toEqual([1]);
    // Twice for the four that were woken while they read.
    expect(history.reads).toHaveLength(30 + 30 + 4);
  });

  it('polls at uneven intervals, so that instances do not read all at once', () => {
    const polledAt: number[] = [0];
    activity.subscribe('o1', () => polledAt.push(clock.elapsedMs()));

    for (let count = 0; count < 20_000; count++) clock.advance(10);

    const gaps = polledAt.slice(1).map((at, index) => at - polledAt[index]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_000);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3_740);
    expect(new Set(gaps).size).toBeGreaterThan(1);
  });

  it('stays open when it cannot read, and shows the steps as soon as it can', async () => {
    history.gate = Promise.reject(new Error('the database is away'));
    history.add('o1', 1);
    const listener = listen(feed.follow('o1', 0));
    await until(() => history.reads.length === 1);
    await expect(history.gate).rejects.toThrow('away');

    history.gate = Promise.resolve();
    clock.advance(5_000);

    expect(await listener.steps(1)).toEqual([1]);
    expect(listener.state.ended).toBe(false);
  });

  it('reads no more once its listener has gone', async () => {
    const listener = listen(feed.follow('o1', 0));
    await until(() => history.reads.length === 1);

    listener.close();
    follower.wake('o1');
    clock.advance(5_000);

    expect(history.reads).toHaveLength(1);
  });

  it('ends when the app stops, also a stream that opens meanwhile, and follows no more', () => {
    const before = listen(feed.follow('o1', 0));

    feed.onModuleDestroy();
    activity.onModuleDestroy();

    expect(before.state.ended).toBe(true);
    expect(listen(feed.follow('o1', 0)).state.ended).toBe(true);
    expect(follower.listener).toBeUndefined();
    expect(clock.pending).toBe(0);
  });
});
