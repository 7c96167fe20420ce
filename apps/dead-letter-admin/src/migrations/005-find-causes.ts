import type { Kysely, Migration } from 'kysely';

/** The other filters of the list that are asked for alone. */
const FILTERED = ['fingerprint', 'consumer'] as const;

export const findCauses: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of FILTERED) {
      await db.schema
        .createIndex(`dead_letters_by_${column}`)
        .on('dead_letters')
        .columns([column, 'seq'])
        .execute();
    }
  },
};
