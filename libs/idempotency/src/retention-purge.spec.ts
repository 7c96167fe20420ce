import { describe, expect, it } from '@jest/globals';
import { Database, DatabaseClose, DatabaseModule } from '@app/database';
import { createTestDatabase, startTestContext } from '@app/testing';
import { inboxMigrations } from './inbox/inbox.migrations.js';
import { RetentionPurge } from './retention-purge.js';

describe('RetentionPurge', () => {
  it('deletes what is too old, in batches, and keeps the rest', async () => {
    const context = await startTestContext({
      imports: [DatabaseModule.forRoot({ schema: 'app', migrations: inboxMigrations })],
      environment: { DATABASE_URL: await createTestDatabase() },
    });
    const database = context.get(Database);
    const inbox = database.table('inbox');
    await database.query({
      text: `insert into ${inbox} select 'c', 'old ' || n, '', now() - interval '25 hours'
        from generate_series(1, 2500) as n`,
    });
    await database.query({
      text: `insert into ${inbox} values ('c', 'young', '', now() - interval '23 hours')`,
    });

    const purge = new RetentionPurge(database, 'inbox', 24, context.get(DatabaseClose));

    await expect(purge.purge()).resolves.toBe(2500);
    const { rows } = await database.query({ text: `select key from ${inbox}` });
    expect(rows).toEqual([{ key: 'young' }]);
    await context.close();
  });
});
