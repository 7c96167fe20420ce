import { describe, expect, it } from '@jest/globals';
import type { ProviderBooks } from '../orders/provider-books.js';
import { Screen } from '../screen/screen.js';
import { showCalls } from './show-calls.js';

const order = { id: 'o', label: 'flaky card', placedAtMs: performance.now() };

/** Books that say another number each time they are opened, and the last one for the last time. */
function stageWith(...calls: number[]) {
  const over = new AbortController();
  const lines: string[] = [];
  const books: Pick<ProviderBooks, 'of'> = {
    of: async () => {
      const now = calls.shift() ?? 0;
      if (calls.length === 0) over.abort();
      return { calls: now, charges: 0 };
    },
  };
  const screen = new Screen((line) => lines.push(line));
  return { stage: { books: books as ProviderBooks, screen }, over: over.signal, lines };
}

describe('showCalls', () => {
  it('shows each call once, also those between two looks', async () => {
    const { stage, over, lines } = stageWith(0, 1, 1, 3);

    await showCalls(stage, order, over);

    expect(lines.map((line) => line.split(/\s{2,}/)[2])).toEqual([
      '→ provider, call 1',
      '→ provider, call 2',
      '→ provider, call 3',
    ]);
  });
});
