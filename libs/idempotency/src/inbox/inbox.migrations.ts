import { sql, type Kysely } from 'kysely';
import type { Migrations } from '@app/database';

/** `inbox`: what each consumer has handled. */
export const inboxMigrations: Migrations = {
  inbox_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('inbox')
        .addColumn('consumer', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('payload_hash', 'bytea', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .addPrimaryKeyConstraint('inbox_pkey', ['consumer', 'key'])
        .execute();
      await db.schema.createIndex('inbox_by_age').on('inbox').column('created_at').execute();
    },
  },
};
