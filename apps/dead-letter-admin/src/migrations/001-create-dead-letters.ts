import { sql, type Generated, type Kysely, type Migration } from 'kysely';
import type { DeadLettersTable } from '../ledger/dead-letters.table.js';

export interface LedgerTables {
  dead_letters: DeadLettersTable;
}

/** One index for each filter of the list, in its order; what nobody asks for alone has none. */
const FILTERED = ['status', 'broker', 'source', 'type', 'reason', 'key', 'correlation_id'] as const;

export const createDeadLetters: Migration = {
  async up(db: Kysely<{ [Table in keyof LedgerTables]: Generated<unknown> }>) {
    await db.schema
      .createTable('dead_letters')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('seq', 'bigint', (column) => column.notNull().generatedAlwaysAsIdentity().unique())
      .addColumn('status', 'text', (column) =>
        column
          .notNull()
          .defaultTo('open')
          .check(
            sql`status in ('open', 'replaying', 'replayed', 'resolved', 'failed_again', 'discarded')`,
          ),
      )
      .addColumn('status_changed_at', 'timestamptz', (column) =>
        column.notNull().defaultTo(sql`now()`),
      )
      .addColumn('collected_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('copies', 'integer', (column) => column.notNull().defaultTo(1))
      .addColumn('is_explained', 'boolean', (column) => column.notNull())
      .addColumn('broker', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('source_kind', 'text', (column) => column.notNull())
      .addColumn('consumer', 'text')
      .addColumn('coordinates', 'jsonb', (column) => column.notNull())
      .addColumn('event_id', 'text')
      .addColumn('event_source', 'text')
      .addColumn('type', 'text')
      .addColumn('key', 'text')
      .addColumn('correlation_id', 'text')
      .addColumn('causation_id', 'text')
      .addColumn('trace_id', 'text')
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('error_name', 'text', (column) => column.notNull())
      .addColumn('error_code', 'text')
      .addColumn('error_message', 'text', (column) => column.notNull())
      .addColumn('error_stack', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('first_failed_at', 'timestamptz', (column) => column.notNull())
      .addColumn('last_failed_at', 'timestamptz', (column) => column.notNull())
      .addColumn('app_version', 'text')
      .addColumn('content_type', 'text')
      .addColumn('headers', 'jsonb', (column) => column.notNull())
      .addColumn('dropped_headers', 'jsonb', (column) => column.notNull())
      .addColumn('body', 'bytea', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .addColumn('ancestor_id', 'text')
      .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('successor_id', 'text')
      .addColumn('replay_id', 'bigint')
      .addColumn('note', 'text')
      .execute();
    for (const column of FILTERED) {
      await db.schema
        .createIndex(`dead_letters_by_${column}`)
        .on('dead_letters')
        .columns([column, 'seq'])
        .execute();
    }
    await db.schema
      .createIndex('dead_letters_by_failure')
      .on('dead_letters')
      .columns(['last_failed_at'])
      .execute();
    await db.schema
      .createIndex('dead_letters_by_retention')
      .on('dead_letters')
      .columns(['status', 'status_changed_at'])
      .execute();
    await db.schema
      .createIndex('dead_letters_by_words')
      .on('dead_letters')
      .using('gin')
      .expression(sql`to_tsvector('simple', search_text)`)
      .execute();
  },
};
