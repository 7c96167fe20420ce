import { describe, expect, it } from '@jest/globals';
import { nextBatch, pauseMs } from './replay-pace.js';

describe('the pace of a replay', () => {
  it.each([
    { rate: null, limit: null, failedAgain: 0, pending: 1_000, next: 50 },
    { rate: 20, limit: null, failedAgain: 0, pending: 0, next: 2 },
    { rate: 0.01, limit: null, failedAgain: 0, pending: 0, next: 1 },
    { rate: 10_000, limit: null, failedAgain: 0, pending: 0, next: 50 },
    { rate: null, limit: 5, failedAgain: 0, pending: 0, next: 5 },
    { rate: null, limit: 5, failedAgain: 2, pending: 1, next: 2 },
    { rate: null, limit: 5, failedAgain: 2, pending: 9, next: 0 },
    { rate: null, limit: 5, failedAgain: 5, pending: 0, next: 'stop' },
  ])('%j', ({ rate, limit, failedAgain, pending, next }) => {
    const pace = { ratePerSecond: rate, stopAfterFailures: limit };

    expect(nextBatch(pace, { failedAgain, pending })).toBe(next);
  });

  it.each([
    { rate: null, sent: 50, ms: 0 },
    { rate: 20, sent: 2, ms: 100 },
    { rate: 20, sent: 0, ms: 200 },
    { rate: 0.5, sent: 1, ms: 2_000 },
  ])('pauses: %j', ({ rate, sent, ms }) => {
    expect(pauseMs({ ratePerSecond: rate, stopAfterFailures: null }, sent)).toBe(ms);
  });
});
