import { describe, expect, it } from '@jest/globals';
import { summarize } from './summary.js';

describe('summarize', () => {
  it('lines up what was expected with what came', () => {
    const summary = summarize([
      { label: 'good card', expected: 'completed, 1 charge', actual: 'completed, 1 charge' },
      { label: 'sold out', expected: 'cancelled', actual: 'placed' },
    ]);

    expect([summary.heading, ...summary.rows.map((row) => row.line)]).toEqual([
      '   outcome    expected             actual',
      '✓  good card  completed, 1 charge  completed, 1 charge',
      '✗  sold out   cancelled            placed',
    ]);
    expect(summary.rows.map((row) => row.ok)).toEqual([true, false]);
    expect(summary.verdict).toBe('1 of 2 outcomes are as expected.');
  });
});
