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
  http_idempotency_002: {
    up: async (db: Kysely<{ http_idempotency: { location: string | null; headers: unknown } }>) => {
      await db.schema
        .alterTable('http_idempotency')
        .addColumn('headers', 'jsonb', (column) => column.notNull().defaultTo(sql`'{}'`))
        .execute();
      await db
        .updateTable('http_idempotency')
        .set({ headers: sql`jsonb_build_object('location', location)` })
        .where('location', 'is not', null)
        .execute();
      await db.schema.alterTable('http_idempotency').dropColumn('location').execute();
    },
  },
};
