import { describe, expect, it } from '@jest/globals';
import { delayTierFor } from './delay-tiers.js';

describe('delayTierFor', () => {
  it.each([
    [0, '250ms'],
    [250, '250ms'],
    [251, '1s'],
    [4_000, '5s'],
    [5_001, '30s'],
    [90_000, '2m'],
    [600_000, '10m'],
    [3_600_000, '10m'],
  ])('holds a message for %i ms in tier %s', (delayMs, label) => {
    expect(delayTierFor(delayMs).label).toBe(label);
  });
});
