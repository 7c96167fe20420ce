import { sql, type Kysely } from 'kysely';
import type { Migrations } from '@app/database';

/**
 * `outbox`: messages that wait to be published. `outbox_hold`: keys that wait after a failure.
 * `outbox_dead_letters`: what can't be published, until somebody decides, and what was decided.
 */
export const outboxMigrations: Migrations = {
  outbox_001: {
    up: async (db: Kysely<unknown>) => {
      await db.schema
        .createTable('outbox')
        .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('broker', 'text', (column) => column.notNull())
        .addColumn('destination', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('body', 'bytea', (column) => column.notNull())
        .addColumn('headers', 'jsonb', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .execute();
      await db.schema
        .createIndex('outbox_by_destination')
        .on('outbox')
        .columns(['broker', 'destination', 'id'])
        .execute();
      await db.schema
        .createIndex('outbox_by_key')
        .on('outbox')
        .columns(['broker', 'destination', 'key', 'id'])
        .execute();
      await db.schema
        .createTable('outbox_hold')
        .addColumn('broker', 'text', (column) => column.notNull())
        .addColumn('destination', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('failures', 'integer', (column) => column.notNull())
        .addColumn('until', 'timestamptz', (column) => column.notNull())
        .addPrimaryKeyConstraint('outbox_hold_pkey', ['broker', 'destination', 'key'])
        .execute();
    },
  },
  outbox_002: {
    up: async (db: Kysely<unknown>) => {
      await db.schema.alterTable('outbox_hold').addColumn('refused_since', 'timestamptz').execute();
      await db.schema
        .createTable('outbox_dead_letters')
        .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
        .addColumn('outbox_id', 'bigint', (column) => column.notNull())
        .addColumn('broker', 'text', (column) => column.notNull())
        .addColumn('destination', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('body', 'bytea', (column) => column.notNull())
        .addColumn('headers', 'jsonb', (column) => column.notNull())
        .addColumn('created_at', 'timestamptz', (column) => column.notNull())
        .addColumn('reason', 'text', (column) => column.notNull())
        .addColumn('detail', 'text', (column) => column.notNull())
        .addColumn('failures', 'integer', (column) => column.notNull())
        .addColumn('set_aside_at', 'timestamptz', (column) => column.notNull())
        .addColumn('decision', 'text')
        .addColumn('decided_at', 'timestamptz')
        .addColumn('decided_by', 'text')
        .addColumn('decided_because', 'text')
        .execute();
      await db.schema
        .createIndex('outbox_dead_letters_undecided')
        .on('outbox_dead_letters')
        .column('id')
        .where(sql<boolean>`decision is null`)
        .execute();
      // The key of a dead letter is held, so that it can't get another.
      await db.schema
        .createIndex('outbox_dead_letters_one_a_key')
        .unique()
        .on('outbox_dead_letters')
        .columns(['broker', 'destination', 'key'])
        .where(sql<boolean>`decision is null`)
        .execute();
    },
  },
};
