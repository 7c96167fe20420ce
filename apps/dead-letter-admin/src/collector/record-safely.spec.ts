import { describe, expect, it } from '@jest/globals';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { anEntry } from '../testing/an-entry.js';
import { recordSafely } from './record-safely.js';

const fault = (code: string) => Object.assign(new Error(`fault ${code}`), { code });

/** A database that refuses entries with these ids, until they are minimal. */
function refusing(ids: readonly string[], code = '22021') {
  const recorded: LedgerEntry[] = [];
  let calls = 0;
  const record = async (entries: readonly LedgerEntry[]): Promise<void> => {
    calls += 1;
    const bad = entries.some(({ id, reason }) => ids.includes(id) && reason !== 'UNREADABLE');
    if (bad) throw fault(code);
    recorded.push(...entries);
  };
  return { record, recorded, calls: () => calls };
}

const entries = Array.from({ length: 100 }, (_, n) => anEntry({ id: `letter-${n}` }));

describe('recordSafely', () => {
  it('records a batch at once', async () => {
    const database = refusing([]);

    await recordSafely(entries, database.record);

    expect([database.calls(), database.recorded.length]).toEqual([1, 100]);
  });

  it('keeps what the database refuses by its bytes, and all others whole', async () => {
    const database = refusing(['letter-17', 'letter-80']);

    await recordSafely(entries, database.record);

    const unreadable = database.recorded.filter(({ reason }) => reason === 'UNREADABLE');
    expect(unreadable.map(({ id }) => id)).toEqual(['letter-17', 'letter-80']);
    expect(unreadable[0]!.body).toEqual(entries[17]!.body);
    expect(database.recorded).toHaveLength(100);
    expect(database.calls()).toBeLessThan(40);
  });

  it.each(['53100', '42P01', '57P03', 'ECONNREFUSED'])(
    'splits nothing where %s blames no entry',
    async (code) => {
      const database = refusing(['letter-17'], code);

      await expect(recordSafely(entries, database.record)).rejects.toThrow(code);
      expect(database.calls()).toBe(1);
    },
  );
});
