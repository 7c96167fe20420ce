import { beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@app/testing';
import { EntryWindow } from './entry-window.js';
import { HeldEntry } from './held-entry.js';
import { Ownership } from './ownership.js';

const MIN_IDLE_MS = 3_000;

describe('Ownership', () => {
  let clock: ManualClock;
  let window: EntryWindow;
  let asked: string[][];
  let answer: { lost: string[]; trimmed: string[] };
  let ownership: Ownership;

  beforeEach(() => {
    clock = new ManualClock();
    window = new EntryWindow();
    asked = [];
    answer = { lost: [], trimmed: [] };
    const renew = async (ids: readonly string[]) => {
      asked.push([...ids]);
      return answer;
    };
    ownership = new Ownership({ renew }, window, clock, MIN_IDLE_MS);
  });

  function hold(id: string): HeldEntry {
    const entry = new HeldEntry(id, [], clock.elapsedMs());
    window.add(entry);
    return entry;
  }

  it('tells the handler of an entry that someone else has, and forgets the entry', async () => {
    const [mine, lost] = [hold('1-0'), hold('2-0')];
    answer = { lost: ['2-0'], trimmed: [] };

    await ownership.renewAll();

    expect([mine.signal.aborted, lost.signal.aborted]).toEqual([false, true]);
    expect(window.all()).toEqual([mine]);
  });

  it('keeps a trimmed entry without asking for it again', async () => {
    const trimmed = hold('1-0');
    answer = { lost: [], trimmed: ['1-0'] };
    await ownership.renewAll();

    await ownership.renewAll();

    expect(asked).toEqual([['1-0']]);
    expect(trimmed.signal.aborted).toBe(false);
  });

  it('keeps an entry that one answer called trimmed and the next one, asked meanwhile, lost', async () => {
    const trimmed = hold('1-0');
    answer = { lost: [], trimmed: ['1-0'] };
    const first = ownership.renewAll();
    answer = { lost: ['1-0'], trimmed: [] };
    const second = ownership.renewAll();

    await Promise.all([first, second]);

    expect(asked).toHaveLength(2);
    expect(trimmed.signal.aborted).toBe(false);
  });

  it('asks whose an entry is only where it may have been claimed meanwhile', async () => {
    const entry = hold('1-0');
    answer = { lost: ['1-0'], trimmed: [] };

    expect(await ownership.isOurs(entry)).toBe(true);
    clock.advance(MIN_IDLE_MS);
    expect(await ownership.isOurs(entry)).toBe(false);
    expect(asked).toHaveLength(1);
  });

  it.each([3_600_000, -3_600_000])(
    'judges that the same with a wall clock set by %i ms',
    async (ms) => {
      const entry = hold('1-0');

      clock.jump(ms);
      await ownership.isOurs(entry);
      expect(asked).toEqual([]);
      clock.advance(MIN_IDLE_MS);
      await ownership.isOurs(entry);

      expect(asked).toEqual([['1-0']]);
    },
  );
});
