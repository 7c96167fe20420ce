import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Delivery, OutboundMessage } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import { DeadLetters } from './dead-letters.js';

Logger.overrideLogger(false);

const delivery: Delivery = {
  body: Buffer.from('raw'),
  headers: new Map(),
  source: {
    broker: 'kafka',
    name: 'orders',
    kind: 'stream',
    consumer: 'shop',
    coordinates: { partition: 0, offset: 7 },
  },
  attempt: 1,
  mayHaveStarted: false,
  signal: new AbortController().signal,
};
const settlement = {
  kind: 'dead-letter',
  reason: 'UNRECOVERABLE',
  error: new Error('no use'),
} as const;

describe('DeadLetters', () => {
  it('tries again until the same dead letter is written', async () => {
    const clock = new ManualClock();
    const tries: [string, OutboundMessage][] = [];
    const deadLetters = new DeadLetters(
      {
        publishDeadLetter: (topic, it) => {
          tries.push([topic, it]);
          return tries.length < 3 ? Promise.reject(new Error('DLQ is full')) : Promise.resolve();
        },
      },
      clock,
    );

    const written = deadLetters.write(delivery, settlement, []);
    for (let i = 0; i < 2; i++) {
      await until(() => clock.pending === 1);
      clock.advance(30_000);
    }

    expect(await written).toBe(true);
    expect(tries.map(([topic]) => topic)).toEqual(['orders', 'orders', 'orders']);
    expect(tries[2]?.[1]).toBe(tries[0]?.[1]);
  });

  it('gives up when the record is not ours any more', async () => {
    const lost = new AbortController();
    const deadLetters = new DeadLetters(
      { publishDeadLetter: () => Promise.reject(new Error('DLQ is full')) },
      new ManualClock(),
    );

    const written = deadLetters.write(delivery, settlement, [lost.signal]);
    lost.abort();

    expect(await written).toBe(false);
  });
});
