import { describe, expect, it } from '@jest/globals';
import { EntryWindow } from './entry-window.js';
import { HeldEntry } from './held-entry.js';

const entry = (id: string, bytes = 1) => new HeldEntry(id, [Buffer.alloc(bytes)], 0);
const forever = new AbortController().signal;

describe('EntryWindow', () => {
  it('has room for so many entries, and again when one is gone', async () => {
    const window = new EntryWindow({ entries: 2, bytes: 100 });
    const [first, second] = [entry('1-0'), entry('2-0')];
    window.add(first);
    window.add(second);
    expect(window.room).toBe(0);

    const waiting = window.hasRoom(forever);
    window.remove(first);
    await waiting;

    expect(window.room).toBe(1);
  });

  it('has no room beyond its bytes', () => {
    const window = new EntryWindow({ entries: 10, bytes: 100 });
    window.add(entry('1-0', 100));

    expect(window.room).toBe(0);
  });

  it('keeps an entry that was taken anew when the earlier holding ends', () => {
    const window = new EntryWindow();
    const [before, now] = [entry('1-0'), entry('1-0')];
    window.add(before);
    window.remove(before);
    window.add(now);

    window.remove(before);

    expect(window.all()).toEqual([now]);
  });
});
