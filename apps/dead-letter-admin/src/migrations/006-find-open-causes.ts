import { sql, type Kysely, type Migration } from 'kysely';

/** What a person asks who has seen a cause: what is open of it, the latest first. */
export const findOpenCauses: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('dead_letters_open_by_source_reason')
      .on('dead_letters')
      .columns(['source', 'reason', 'seq'])
      .where(sql<boolean>`status = 'open'`)
      .execute();
  },
};
