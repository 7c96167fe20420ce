import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Database, DatabaseModule, type Transaction } from '@app/database';
import { createTestDatabase, startTestContext } from '@app/testing';
import { outboxMigrations } from '../outbox.migrations.js';
import { claimRows } from './claim-rows.js';

const [OURS, OTHERS] = ['ours', 'others'];
const waiting = 20_000;
const destination = { broker: 'broker', name: OURS };

/** Rows of the table that this transaction has looked at. */
async function rowsRead(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ read: number }>({
    text: `select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables
      where schemaname = 'app' and relname = 'outbox'`,
  });
  return rows[0]!.read;
}

describe('claimRows', () => {
  let app: INestApplicationContext;
  let database: Database;

  beforeAll(async () => {
    app = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations: outboxMigrations })],
      // All transactions have one session, and the statements that it remembers.
      environment: { DATABASE_URL: await createTestDatabase(), DATABASE_POOL_SIZE: '3' },
    });
    database = app.get(Database);
  });
  afterAll(() => app.close());

  const insert = (name: string, count: number) =>
    database.query({
      text: `insert into ${database.table('outbox')}
        (broker, destination, key, event_id, type, body, headers)
        select 'broker', $1, 'key ' || n % 50, 'event ' || n, 'type', '', '{}'
        from generate_series(1, $2::int) as n`,
      values: [name, count],
    });

  const clear = () => database.query({ text: `delete from ${database.table('outbox')}` });

  it.each([
    ['empty', 0],
    ['emptied', waiting],
  ])(
    'reads little besides what it claims, while PostgreSQL takes the outbox for %s',
    async (_, before) => {
      const table = database.table('outbox');
      await database.query({ text: `alter table ${table} set (autovacuum_enabled = false)` });
      await insert(OTHERS, before);
      await clear();
      await database.query({ text: `analyze ${table}` });
      const claim = (transaction: Transaction) =>
        claimRows(transaction, database, destination, 100);
      // Past the executions after which PostgreSQL keeps the plan of a named statement.
      for (let quiet = 0; quiet < 10; quiet++) {
        await insert(OURS, 5);
        await database.newTransaction(claim);
        await clear();
      }
      await insert(OTHERS, waiting);
      await insert(OURS, 100);

      const { claimed, read } = await database.newTransaction(async (transaction) => {
        const readBefore = await rowsRead(transaction);
        const rows = await claim(transaction);
        return { claimed: rows.length, read: (await rowsRead(transaction)) - readBefore };
      });

      expect(claimed).toBe(100);
      // At worst it passes by all that waits once, and not for each row that it claims.
      expect(read).toBeLessThan(2 * waiting);
      await clear();
    },
  );

  it('passes by the rows of a key that is held, and leaves none of their order behind', async () => {
    await insert(OURS, waiting);
    await database.query({
      text: `insert into ${database.table('outbox_hold')}
        (broker, destination, key, event_id, reason, failures, until)
        select 'broker', $1, 'key ' || n, '', '', 1, 'infinity' from generate_series(1, 49) as n`,
      values: [OURS],
    });

    const { rows, read } = await database.newTransaction(async (transaction) => {
      const readBefore = await rowsRead(transaction);
      const claimed = await claimRows(transaction, database, destination, 100);
      return { rows: claimed, read: (await rowsRead(transaction)) - readBefore };
    });

    expect(rows.map(({ eventId }) => eventId)).toEqual(
      Array.from({ length: 100 }, (_, index) => `event ${(index + 1) * 50}`),
    );
    expect(read).toBeLessThan(2 * waiting);
  });
});
