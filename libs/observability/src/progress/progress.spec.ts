import { beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryStatistics, MetricRegistry } from '@app/messaging';
import { ManualClock } from '@app/testing';
import { Progress } from './progress.js';

const TIMEOUT_MS = 60_000;
const channel = { broker: 'rabbitmq', name: 'payments' };

describe('Progress', () => {
  let clock: ManualClock;
  let statistics: DeliveryStatistics;
  let progress: Progress;

  beforeEach(() => {
    clock = new ManualClock();
    statistics = new DeliveryStatistics(new MetricRegistry());
    progress = new Progress(statistics, clock, TIMEOUT_MS);
  });

  const look = (waiting: number) =>
    progress.look('rabbitmq', [{ channel: 'payments', waiting, waitingForUs: waiting }]);
  const settle = () => statistics.meter(channel).ended({ kind: 'ack' });

  it('tells a consumer that gets nothing from one whose handlers hang', () => {
    look(3);
    clock.advance(TIMEOUT_MS);
    look(3);

    expect(progress.health()).toMatchObject({
      status: 'down',
      detail: expect.stringMatching(
        /rabbitmq payments has settled nothing since .* \(60 s\): 3 messages wait.*nothing is delivered/,
      ),
    });
    statistics.meter(channel).inFlight = 2;
    look(3);
    expect(progress.health().detail).toContain('2 are with handlers, so its handlers hang');
  });

  it.each([
    ['has no work', () => look(0)],
    [
      'is slow, but settles',
      () => {
        settle();
        look(9);
      },
    ],
    [
      'waits for the next attempt of a message',
      () => {
        statistics.meter(channel).parked = 1;
        look(9);
      },
    ],
  ])('is content with a consumer that %s', (_, observe) => {
    look(9);
    for (let i = 0; i < 5; i++) {
      clock.advance(TIMEOUT_MS / 2);
      observe();
      expect(progress.health()).toEqual({ status: 'up' });
    }
  });

  it('counts from the moment when there was work, and is well again with the first settlement', () => {
    look(0);
    clock.advance(TIMEOUT_MS);
    look(1);
    clock.advance(TIMEOUT_MS - 1);
    look(1);
    expect(progress.health().status).toBe('up');
    clock.advance(1);
    expect(progress.health().status).toBe('down');

    settle();
    look(1);

    expect(progress.health()).toEqual({ status: 'up' });
  });

  it('charges nobody for the time in which the broker did not tell', () => {
    look(1);
    clock.advance(TIMEOUT_MS - 1);
    progress.miss('rabbitmq', new Error('away'));
    clock.advance(TIMEOUT_MS - 1);
    expect(progress.health().status).toBe('up');

    look(1);
    expect(progress.health().status).toBe('up');
  });

  it('forgets no time before that: a consumer that hangs is told, however often an answer is missed', () => {
    look(1);
    for (let i = 0; i < 3; i++) {
      clock.advance(TIMEOUT_MS / 3);
      look(1);
      progress.miss('rabbitmq', new Error('away'));
      look(1);
    }

    expect(progress.health().status).toBe('down');
  });

  it.each([
    ['told before', true, 'down'],
    ['never told', false, 'degraded'],
  ])(
    'is not content with a broker that %s what waits, and does not tell now',
    (_, told, status) => {
      if (told) look(0);
      progress.miss('rabbitmq', new Error('no such queue'));
      clock.advance(TIMEOUT_MS);
      progress.miss('rabbitmq', new Error('no such queue'));

      expect(progress.health()).toEqual({
        status,
        detail: expect.stringMatching(/^rabbitmq does not tell .* \(60 s\): no such queue\.$/),
      });
      look(0);
      expect(progress.health()).toEqual({ status: 'up' });
    },
  );
});
