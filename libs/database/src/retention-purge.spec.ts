import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';
import { createTestDatabase, startTestContext } from '@app/testing';
import { DatabaseClose } from './database-close.js';
import { Database } from './database.js';
import { DatabaseModule } from './database.module.js';
import { RetentionPurge } from './retention-purge.js';

const migrations = {
  note_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('note')
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('is_kept', 'boolean', (column) => column.notNull().defaultTo(false))
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .execute();
    },
  },
};

describe('RetentionPurge', () => {
  let context: INestApplicationContext;
  let database: Database;

  const purge = (where?: string) =>
    new RetentionPurge(
      database,
      { table: 'note', hours: 24, ...(where !== undefined && { where }) },
      context.get(DatabaseClose),
    ).purge();
  const add = (name: string, ageHours: number, isKept = false, count = 1) =>
    database.query({
      text: `insert into ${database.table('note')}
        select $1, $2, now() - $3 * interval '1 hour' from generate_series(1, $4)`,
      values: [name, isKept, ageHours, count],
    });
  const names = async () => {
    const { rows } = await database.query<{ name: string }>({
      text: `select distinct name from ${database.table('note')} order by name`,
    });
    return rows.map((row) => row.name);
  };

  beforeEach(async () => {
    context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations })],
      environment: { DATABASE_URL: await createTestDatabase() },
    });
    database = context.get(Database);
  });
  afterEach(() => context.close());

  it('deletes what is too old, in batches, and keeps the rest', async () => {
    await add('old', 25, false, 2_500);
    await add('young', 23);

    await expect(purge()).resolves.toBe(2_500);

    await expect(names()).resolves.toEqual(['young']);
  });

  it('deletes of a table only what it is told to', async () => {
    await add('old', 25);
    await add('old and kept', 25, true);

    await expect(purge('not is_kept')).resolves.toBe(1);

    await expect(names()).resolves.toEqual(['old and kept']);
  });

  it('waits for nobody who is at a row', async () => {
    await add('old', 25);
    await database.newTransaction(async (transaction) => {
      await transaction.query({ text: `select 1 from ${database.table('note')} for update` });

      await expect(database.outside(() => purge())).resolves.toBe(0);
    });

    await expect(purge()).resolves.toBe(1);
  });
});
