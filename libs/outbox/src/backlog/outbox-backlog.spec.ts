import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Database, DatabaseModule } from '@app/database';
import { createTestDatabase, startTestContext } from '@app/testing';
import { outboxMigrations } from '../outbox.migrations.js';
import { readFigures } from './outbox-figures.js';

describe('the figures of the outbox', () => {
  let context: INestApplicationContext;
  let database: Database;

  beforeAll(async () => {
    context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations: outboxMigrations })],
      environment: { DATABASE_URL: await createTestDatabase() },
    });
    database = context.get(Database);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await database.query({ text: `truncate ${database.table('outbox')} restart identity` });
  });

  const addRows = (count: number) =>
    database.query({
      text: `insert into ${database.table('outbox')}
          (broker, destination, key, event_id, type, body, headers)
        select 'fake', 'topic', n, n, 'x', '', '[]' from generate_series(1, $1::int) as n`,
      values: [count],
    });

  it.each([
    [0, 0, false],
    [9, 0, false],
    [0, 10, false],
    [9, 10, false],
    [10, 10, true],
    [500, 10, true],
  ])('of %i rows with a limit of %i: full is %s', async (rows, limit, isFull) => {
    await addRows(rows);

    expect(await readFigures(database, limit)).toMatchObject({ isFull });
  });

  it('tell how much waits, and for how long', async () => {
    expect(await readFigures(database, 0)).toMatchObject({ waiting: 0, oldestSeconds: 0 });
    await addRows(7);
    const outbox = database.table('outbox');
    await database.query({
      text: `update ${outbox} set created_at = now() - interval '90 s' where id = 1`,
    });

    const { waiting, oldestSeconds } = await readFigures(database, 0);

    expect(waiting).toBe(7);
    expect(oldestSeconds).toBeGreaterThanOrEqual(90);
    expect(oldestSeconds).toBeLessThan(100);
  });

  it('tell beyond 10,000 how much waits at most', async () => {
    await addRows(10_002);
    await database.query({ text: `delete from ${database.table('outbox')} where id = 2` });

    expect(await readFigures(database, 0)).toMatchObject({ waiting: 10_002 });
  });

  it('count rows, not numbers: one that was held for long makes nothing full', async () => {
    await addRows(1_000);
    await database.query({
      text: `delete from ${database.table('outbox')} where id between 2 and 999`,
    });

    expect(await readFigures(database, 10)).toMatchObject({ isFull: false });
  });
});
