import { afterEach, describe, expect, it, jest } from '@jest/globals';
import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import SocketRequest from 'kafkajs/src/network/requestQueue/socketRequest.js';
import { steadyIntervals } from './steady-intervals.js';

const HOUR_MS = 3_600_000;
const wallClock = Date.now.bind(Date);

function moveWallClock(byMs: number): void {
  jest.spyOn(Date, 'now').mockImplementation(() => wallClock() + byMs);
}

/** As kafkajs does: made, then marked with the time of its wall clock. */
function marked<T extends object>(prototype: T, property: string): T {
  const made = Object.create(prototype) as T;
  Reflect.set(made, property, Date.now());
  return made;
}

const cases = [
  [ConsumerGroup.prototype, 'lastRequest'],
  [SocketRequest.prototype, 'sentAt'],
] as const;

describe('steadyIntervals', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(cases)('%# counts no hour that never passed', (prototype, property) => {
    steadyIntervals();
    for (const [before, after] of [
      [0, HOUR_MS],
      [HOUR_MS, 0],
      [0, -HOUR_MS],
    ] as const) {
      moveWallClock(before);
      const made = marked(prototype, property);

      moveWallClock(after);

      const agoMs = Date.now() - Number(Reflect.get(made, property));
      expect(agoMs).toBeGreaterThanOrEqual(-1);
      expect(agoMs).toBeLessThan(5_000);
    }
  });

  it('knows what was never marked', () => {
    steadyIntervals();
    const request = Object.create(SocketRequest.prototype) as SocketRequest;
    Reflect.set(request, 'sentAt', null);

    expect(request.sentAt).toBeNull();
  });

  it('finds both moments where kafkajs keeps them', () => {
    expect(String(ConsumerGroup)).toContain('this.lastRequest = Date.now()');
    expect(String(SocketRequest)).toContain('this.sentAt = Date.now()');
  });
});
