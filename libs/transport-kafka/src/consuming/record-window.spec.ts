import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecordWindow } from './record-window.js';

const LIMIT = { records: 10, bytes: 1_000 };

function windowOf(...offsets: number[]): RecordWindow {
  const window = new RecordWindow(LIMIT);
  for (const offset of offsets) window.take(offset, 1);
  return window;
}

describe('RecordWindow', () => {
  it.each([
    { taken: [5, 6, 7], finished: [], expected: undefined },
    { taken: [5, 6, 7], finished: [5], expected: 6 },
    { taken: [5, 6, 7], finished: [6, 7], expected: undefined },
    { taken: [5, 6, 7], finished: [7, 5], expected: 6 },
    { taken: [5, 6, 7], finished: [7, 6, 5], expected: 8 },
    { taken: [5, 9, 20], finished: [5], expected: 9 },
    { taken: [5, 9, 20], finished: [5, 9, 20], expected: 21 },
  ])('commits $expected with $finished of $taken finished', ({ taken, finished, expected }) => {
    const window = windowOf(...taken);

    for (const offset of finished) window.finish(offset);

    expect(window.commitable()).toBe(expected);
  });

  it('takes no record twice, wherever the partition is fetched from', () => {
    const window = windowOf(5, 6);
    window.finish(6);

    expect([4, 5, 6, 7].map((offset) => window.take(offset, 1))).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('knows a log that starts over from one that is fetched again', () => {
    const window = windowOf(5, 6, 7);
    window.finish(5);
    window.markCommitted(6);

    expect([5, 6, 7, 8].map((offset) => window.isStartedOver(offset))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(windowOf().isStartedOver(0)).toBe(false);
  });

  it('says nothing that the last commit has said', () => {
    const window = windowOf(5, 6);
    window.finish(5);
    window.markCommitted(6);

    expect(window.commitable()).toBeUndefined();
  });

  it('is full by count or by bytes, and has room again at half', () => {
    const small = new RecordWindow({ records: 2, bytes: 1_000 });
    const large = new RecordWindow({ records: 100, bytes: 1_000 });
    for (const offset of [1, 2]) {
      small.take(offset, 1);
      large.take(offset, 600);
    }

    expect([small.isFull, large.isFull]).toEqual([true, true]);
    expect([small.hasRoom, large.hasRoom]).toEqual([false, false]);
    small.finish(1);
    large.finish(1);
    large.finish(2);
    expect([small.hasRoom, large.hasRoom]).toEqual([true, true]);
  });

  it.each([
    {
      name: 'all that the log held, where that is less than a window',
      end: 8,
      predecessors: [5, 7],
    },
    { name: 'no more than a window', end: 100, predecessors: [5, 7, 8, 14] },
    { name: 'a window, where the end is unknown', end: undefined, predecessors: [5, 7, 8, 14] },
  ])('takes for what its predecessor may have started: $name', ({ end, predecessors }) => {
    const window = new RecordWindow(LIMIT);
    if (end !== undefined) window.seeEnd(end);
    window.take(5, 1);
    window.seeEnd(1_000);

    const may = [5, 7, 8, 14, 15].filter((offset) => window.mayBeAPredecessors(offset));

    expect(may).toEqual(predecessors);
  });

  it('never commits past an unfinished offset, and everything once all is finished', () => {
    const offsets = fc.uniqueArray(fc.nat(500), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(offsets, fc.infiniteStream(fc.nat()), (unsorted, random) => {
        const taken = [...unsorted].sort((a, b) => a - b);
        const window = windowOf(...taken);
        const unfinished = new Set(taken);
        let committed = taken[0]!;
        while (unfinished.size > 0) {
          const left = [...unfinished];
          const finished = left[(random.next().value as number) % left.length]!;
          unfinished.delete(finished);
          window.finish(finished);

          const offset = window.commitable();
          if (offset === undefined) continue;
          expect(offset).toBeGreaterThan(committed);
          for (const open of unfinished) expect(offset).toBeLessThanOrEqual(open);
          committed = offset;
          window.markCommitted(offset);
        }
        expect(committed).toBe(taken.at(-1)! + 1);
      }),
    );
  });
});
