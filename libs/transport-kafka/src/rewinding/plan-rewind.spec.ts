import { describe, expect, it } from '@jest/globals';
import { forgotten, planRewind } from './plan-rewind.js';

const partition = { partition: 0, low: 10, committed: 50, target: 20, remembered: 0 };

describe('planRewind', () => {
  it.each([
    { name: 'to where the user wants', given: {}, expected: { from: 50, to: 20, records: 30 } },
    { name: 'not to what is deleted', given: { target: 3 }, expected: { to: 10, records: 40 } },
    { name: 'never forwards', given: { target: 70 }, expected: { to: 50, records: 0 } },
  ])('goes $name', ({ given, expected }) => {
    expect(planRewind([{ ...partition, ...given }])).toMatchObject([expected]);
  });

  it('leaves out what the group has never committed: it begins there by itself', () => {
    expect(planRewind([{ ...partition, committed: undefined }])).toEqual([]);
  });
});

describe('forgotten', () => {
  it.each([
    ['nothing, where all is remembered', { remembered: 20 }, 0],
    ['a partition that goes further back than the memory', { remembered: 21 }, 1],
    ['nothing, where nothing is read again', { remembered: 60, target: 50 }, 0],
  ])('names %s', (_, given, count) => {
    expect(forgotten(planRewind([{ ...partition, ...given }]))).toHaveLength(count);
  });
});
