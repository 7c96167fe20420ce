import { describe, expect, it } from '@jest/globals';
import { ManualClock, until } from '@app/testing';
import { DatabaseUnavailableError } from '@app/database';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { anEntry } from '../testing/an-entry.js';
import { EntryBatches } from './entry-batches.js';

function start() {
  const clock = new ManualClock();
  const batches: number[] = [];
  const store = { isUp: true };
  const record = async (entries: readonly LedgerEntry[]): Promise<void> => {
    batches.push(entries.length);
    if (!store.isUp) throw new DatabaseUnavailableError('The database is away.');
  };
  return { clock, batches, store, entries: new EntryBatches(record, clock) };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => anEntry({ id: `letter-${n}` }));

describe('EntryBatches', () => {
  it('records what comes together in transactions of a hundred', async () => {
    const { batches, entries } = start();

    const outcomes = await Promise.all(many(250).map((it) => entries.add(it, [])));

    expect(outcomes.every(Boolean)).toBe(true);
    expect(batches).toEqual([100, 100, 50]);
  });

  it('bounds a transaction by its bytes, too', async () => {
    const { batches, entries } = start();
    const body = Buffer.alloc(5 * 1024 * 1024);

    await Promise.all(many(3).map((it) => entries.add({ ...it, body }, [])));

    expect(batches).toEqual([1, 1, 1]);
  });

  it('acknowledges nothing while the database is away, and all once it is back', async () => {
    const { batches, clock, entries, store } = start();
    store.isUp = false;
    let isSettled = false;
    const outcome = entries.add(many(1)[0]!, []).finally(() => (isSettled = true));
    await until(() => batches.length > 0);
    expect(isSettled).toBe(false);

    store.isUp = true;
    await until(() => {
      clock.advance(1_000);
      return isSettled;
    });

    expect(await outcome).toBe(true);
  });

  it('leaves a delivery at its broker once the app stops, whatever the database does', async () => {
    const { batches, clock, entries, store } = start();
    store.isUp = false;
    const stopping = new AbortController();
    const outcome = entries.add(many(1)[0]!, [stopping.signal]);
    await until(() => batches.length > 0);

    stopping.abort();

    expect(await outcome).toBe(false);
    store.isUp = true;
    clock.advance(60_000);
    expect(await entries.add(many(1)[0]!, [])).toBe(true);
  });
});
