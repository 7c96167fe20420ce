import { sql, type Generated, type JSONColumnType, type Kysely, type Migration } from 'kysely';
import type { Status } from '../ledger/dead-letters.table.js';

/**
 * `running`: there is something to send. `finished`: everything was sent. `stopped`: too many of its
 * messages failed again. `cancelled`: somebody stopped it.
 */
export type ReplayStatus = 'running' | 'finished' | 'stopped' | 'cancelled';

/** `waiting` → `sent` → `resolved` or `failed_again`; `released` where it was never sent. */
export type ItemState = 'waiting' | 'sent' | 'resolved' | 'failed_again' | 'released';

export interface ReplayTables {
  replays: {
    id: Generated<string>;
    status: Generated<ReplayStatus>;
    created_at: Generated<Date>;
    created_by: string;
    ended_at: Generated<Date | null>;
    /** Why it ended before everything was sent. */
    ended_because: Generated<string | null>;
    /** Ids or filter, as they were given. */
    selection: JSONColumnType<object>;
    rate_per_second: number | null;
    stop_after_failures: number | null;
    total: number;
    /** The rate allows nothing more before that. */
    next_at: Generated<Date>;
  };
  replay_items: {
    replay_id: string;
    position: Generated<string>;
    letter_id: string;
    /** Of the dead letter, before this replay took it. */
    status_before: Generated<Status>;
    /** The how manieth replay of the message it is. */
    number: number;
    state: Generated<ItemState>;
    sent_at: Generated<Date | null>;
  };
}

export const createReplays: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('replays')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('status', 'text', (column) => column.notNull().defaultTo('running'))
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('ended_at', 'timestamptz')
      .addColumn('ended_because', 'text')
      .addColumn('selection', 'jsonb', (column) => column.notNull())
      .addColumn('rate_per_second', 'real')
      .addColumn('stop_after_failures', 'integer')
      .addColumn('total', 'integer', (column) => column.notNull())
      .addColumn('next_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    await db.schema
      .createIndex('replays_running')
      .on('replays')
      .column('id')
      .where(sql<boolean>`status = 'running'`)
      .execute();
    await db.schema
      .createTable('replay_items')
      .addColumn('replay_id', 'bigint', (column) =>
        column.notNull().references('replays.id').onDelete('cascade'),
      )
      .addColumn('position', 'bigint', (column) => column.notNull().generatedAlwaysAsIdentity())
      .addColumn('letter_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull().defaultTo('waiting'))
      .addColumn('sent_at', 'timestamptz')
      .addPrimaryKeyConstraint('replay_items_pkey', ['replay_id', 'letter_id'])
      .execute();
    await db.schema
      .createIndex('replay_items_by_state')
      .on('replay_items')
      .columns(['replay_id', 'state', 'position'])
      .execute();
    await db.schema
      .createIndex('replay_items_by_letter')
      .on('replay_items')
      .columns(['letter_id', 'number'])
      .execute();
  },
};
