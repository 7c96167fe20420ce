import { beforeEach, describe, expect, it } from '@jest/globals';
import { encodeEvent, OrderStepRecorded } from '@app/events';
import { FollowerRegistry, StreamFollower, type StreamListener } from '@app/messaging';
import { anEvent, ManualClock } from '@app/testing';
import { orderActivity } from '@app/topology';
import type { LiveClients } from './live-clients.js';
import { LiveSteps } from './live-steps.js';

/** Follows nothing; the test says what passes by. */
class FakeFollower extends StreamFollower {
  readonly brokers = [orderActivity.broker];
  listener: StreamListener | undefined;

  follow(_: unknown, listener: StreamListener): () => void {
    this.listener = listener;
    return () => (this.listener = undefined);
  }
}

const step = (seq: number): OrderStepRecorded => ({
  orderId: '01a204c4-36b1-7487-9c49-ec2738ee940b',
  seq,
  at: '2026-01-01T00:00:00.000Z',
  step: 'order.placed',
  broker: 'http',
  status: 'placed',
});

describe('LiveSteps', () => {
  let follower: FakeFollower;
  let clock: ManualClock;
  let sent: [event: string, data: unknown][];
  let pages: number;
  let live: LiveSteps;

  beforeEach(() => {
    follower = new FakeFollower();
    clock = new ManualClock();
    sent = [];
    pages = 1;
    const clients = {
      get count() {
        return pages;
      },
      send: (event: string, data: unknown) => void sent.push([event, data]),
      close: () => undefined,
    };
    live = new LiveSteps(new FollowerRegistry([follower]), clients as LiveClients, clock);
    live.onApplicationBootstrap();
  });

  const pass = (body: Buffer) =>
    follower.listener?.message({ body, headers: new Map(), key: undefined });
  const record = (seq: number) => {
    pass(encodeEvent(anEvent(OrderStepRecorded, step(seq))).body);
  };

  it('tells of the steps of a moment at once', () => {
    record(1);
    record(2);
    expect(sent).toEqual([]);

    clock.advance(100);
    record(3);
    clock.advance(100);

    expect(sent).toEqual([
      ['steps', { steps: [step(1), step(2)], omitted: 0 }],
      ['steps', { steps: [step(3)], omitted: 0 }],
    ]);
  });

  it('says how many it leaves out of a burst', () => {
    for (let seq = 1; seq <= 130; seq++) record(seq);
    clock.advance(100);

    expect(sent).toEqual([['steps', { steps: expect.any(Array), omitted: 30 }]]);
  });

  it('shows nothing that is no step of ours', () => {
    pass(Buffer.from('{"poison": "'));
    const foreign = { ...step(1), status: '<script>' } as unknown as OrderStepRecorded;
    pass(encodeEvent(anEvent(OrderStepRecorded, step(1), { data: foreign })).body);
    clock.advance(100);

    expect(sent).toEqual([]);
  });

  it('has pages read again what may have passed unseen', () => {
    follower.listener?.missed();

    expect(sent).toEqual([['renew', {}]]);
  });

  it('does nothing while no page is open, and nothing any more when the app stops', () => {
    pages = 0;
    record(1);
    expect(clock.pending).toBe(0);
    pages = 1;
    record(2);

    live.onModuleDestroy();

    expect(clock.pending).toBe(0);
    expect(follower.listener).toBeUndefined();
  });
});
