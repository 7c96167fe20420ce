import { sql, type Kysely } from 'kysely';
import type { Migrations } from '@app/database';

/** `http_idempotency`: answers by scope and `Idempotency-Key`. */
export const httpIdempotencyMigrations: Migrations = {
  http_idempotency_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('http_idempotency')
        .addColumn('scope', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('request_hash', 'bytea', (column) => column.notNull())
        .addColumn('status', 'integer', (column) => column.notNull())
        .addColumn('location', 'text')
        .addColumn('body', 'text')
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .addPrimaryKeyConstraint('http_idempotency_pkey', ['scope', 'key'])
        .execute();
      await db.schema
        .createIndex('http_idempotency_by_age')
        .on('http_idempotency')
        .column('created_at')
        .execute();
    },
  },
};
