import { describe, expect, it } from '@jest/globals';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { createTestDatabase } from '@app/testing';
import { migrateSchema } from './migrate-schema.js';

const migrations = {
  item_001: {
    up: (db: Kysely<unknown>) => db.schema.createTable('item').addColumn('name', 'text').execute(),
  },
};

/** Services come and go on the same database, until `isOver`. */
async function comeAndGo(url: string, isOver: () => boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = [1, 2, 3, 4, 5].map((n) => `create table other.t${n} (id serial)`);
  while (!isOver()) {
    await client.query(['create schema other', ...tables].join(';'));
    await client.query('drop schema other cascade');
  }
  await client.end();
}

describe('migrateSchema', () => {
  it('minds no schema but its own: another may be dropped meanwhile', async () => {
    const url = await createTestDatabase();
    let isOver = false;
    const others = comeAndGo(url, () => isOver);

    const migrating = (async () => {
      for (let n = 1; n <= 25; n += 1) await migrateSchema(url, `shop_${n}`, migrations);
    })();

    await expect(migrating.finally(() => (isOver = true))).resolves.toBeUndefined();
    await others;
  });
});
