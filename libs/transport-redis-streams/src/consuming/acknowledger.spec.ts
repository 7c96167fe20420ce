import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock, until } from '@app/testing';
import { Acknowledger } from './acknowledger.js';
import { EntryWindow } from './entry-window.js';
import { HeldEntry } from './held-entry.js';

describe('Acknowledger', () => {
  let clock: ManualClock;
  let window: EntryWindow;
  let requests: string[][];
  let isAway: boolean;
  let stopping: AbortController;
  let acknowledger: Acknowledger;

  beforeAll(() => Logger.overrideLogger(false));
  afterAll(() => Logger.overrideLogger(true));

  beforeEach(() => {
    clock = new ManualClock();
    window = new EntryWindow();
    requests = [];
    isAway = false;
    stopping = new AbortController();
    const acknowledge = async (ids: readonly string[]) => {
      requests.push([...ids]);
      if (isAway) throw new Error('Redis is away');
      return [];
    };
    acknowledger = new Acknowledger({ acknowledge }, window, clock, stopping.signal);
  });

  function finish(id: string): HeldEntry {
    const entry = new HeldEntry(id, [], 0);
    window.add(entry);
    acknowledger.add(entry);
    return entry;
  }

  it('gathers what ends together into one request', async () => {
    finish('1-0');
    finish('2-0');
    await acknowledger.flush();

    expect(requests).toEqual([['1-0', '2-0']]);
    expect(window.all()).toEqual([]);
  });

  it('keeps entries until Redis is back', async () => {
    isAway = true;
    finish('1-0');
    await until(() => clock.pending === 1);
    expect(window.has('1-0')).toBe(true);

    isAway = false;
    clock.advance(500);
    await acknowledger.flush();

    expect(window.has('1-0')).toBe(false);
    expect(requests).toHaveLength(2);
  });

  it('never acknowledges what was lost meanwhile', async () => {
    finish('1-0').lose();
    finish('2-0');
    await acknowledger.flush();

    expect(requests).toEqual([['2-0']]);
  });

  it('holds up no shutdown while Redis is away', async () => {
    isAway = true;
    finish('1-0');
    await until(() => clock.pending === 1);

    stopping.abort();
    await acknowledger.flush();

    expect(window.has('1-0')).toBe(true);
  });
});
