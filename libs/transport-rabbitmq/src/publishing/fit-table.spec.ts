import { describe, expect, it } from '@jest/globals';
import { fitTable } from './fit-table.js';

describe('fitTable', () => {
  it('keeps what fits', () => {
    const headers = new Map([
      ['a', 'x'],
      ['explanation', 'y'.repeat(30_000)],
    ]);

    expect(fitTable(headers, ['explanation'])).toEqual({ kept: headers, dropped: [] });
  });

  it('drops the largest first, but never what explains the dead letter', () => {
    const headers = new Map([
      ['small', 'x'],
      ['large', 'x'.repeat(25_000)],
      ['larger', 'x'.repeat(28_000)],
      ['explanation', 'y'.repeat(30_000)],
    ]);

    const { kept, dropped } = fitTable(headers, ['explanation']);

    expect(dropped).toEqual(['larger']);
    expect([...kept.keys()]).toEqual(['small', 'large', 'explanation']);
  });
});
