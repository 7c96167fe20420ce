import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_RETRY_POLICY, retryDelayMs } from './retry-policy.js';

describe('retryDelayMs', () => {
  it.each([
    [1, 1_000],
    [2, 2_000],
    [5, 16_000],
    [10, 512_000],
    [11, 600_000],
    [999_999, 600_000],
  ])('waits after attempt %i at most %i ms', (attempt, boundMs) => {
    expect(retryDelayMs(DEFAULT_RETRY_POLICY, attempt, () => 1)).toBe(boundMs);
    expect(retryDelayMs(DEFAULT_RETRY_POLICY, attempt, () => 0)).toBe(0);
  });

  it('is a whole number between nothing and the cap, for any policy and attempt', () => {
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.nat(1_000_000),
        fc.integer({ min: 1, max: 999_999 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (initialDelayMs, maxDelayMs, attempt, random) => {
          const policy = { maxRetries: 5, initialDelayMs, maxDelayMs };

          const delayMs = retryDelayMs(policy, attempt, () => random);

          expect(Number.isInteger(delayMs)).toBe(true);
          expect(delayMs).toBeGreaterThanOrEqual(0);
          expect(delayMs).toBeLessThanOrEqual(maxDelayMs);
        },
      ),
    );
  });
});
