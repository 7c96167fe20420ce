import { type Kysely, type Migration } from 'kysely';

/** What a dead letter was before a replay took it, and a key that is too long for an index. */
export const keepWhatWas: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('replay_items')
      .addColumn('status_before', 'text', (column) => column.notNull().defaultTo('open'))
      .execute();
    await db.schema.alterTable('dead_letters').addColumn('whole_key', 'bytea').execute();
  },
};
