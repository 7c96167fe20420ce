import { describe, expect, it } from '@jest/globals';
import { gather } from './gather.js';

describe('gather', () => {
  it.each([
    { sizes: [], expected: 0 },
    { sizes: [40, 40, 40], expected: 2 },
    { sizes: [100, 1], expected: 1 },
    { sizes: [500, 1], expected: 1 },
    { sizes: [60, 50, 10], expected: 1 },
  ])('takes the first $expected of $sizes where 100 fit', ({ sizes, expected }) => {
    const waiting = sizes.map((sizeBytes) => ({ sizeBytes }));

    expect(gather(waiting, 100)).toBe(expected);
  });
});
