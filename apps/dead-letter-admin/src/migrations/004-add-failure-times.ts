import { sql, type Kysely, type Migration } from 'kysely';

export const addFailureTimes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('dead_letters')
      .addColumn('failed_at', 'jsonb', (column) => column.notNull().defaultTo(sql`'[]'`))
      .execute();
  },
};
