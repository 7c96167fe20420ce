import { sql, type Kysely } from 'kysely';
import type { Migrations } from '@app/database';

/**
 * `starts`: messages that were delivered before, were started again, and have no outcome yet;
 * `processes`: those that started them.
 */
export const startsMigrations: Migrations = {
  starts_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('starts')
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('event_source', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('unfinished', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .addPrimaryKeyConstraint('starts_pkey', ['consumer', 'event_source', 'event_id'])
        .execute();
      await db.schema.createIndex('starts_by_age').on('starts').column('created_at').execute();
    },
  },
  starts_002: {
    // `unfinished` stays, for instances of the version before while they are replaced.
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .alterTable('starts')
        .alterColumn('unfinished', (column) => column.setDefault(0))
        .execute();
      await db.schema
        .alterTable('starts')
        .addColumn('processes', sql`text[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
        .execute();
    },
  },
};
