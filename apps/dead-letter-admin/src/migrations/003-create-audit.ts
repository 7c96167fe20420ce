import { sql, type Generated, type JSONColumnType, type Kysely, type Migration } from 'kysely';

export interface AuditTables {
  audit: {
    id: Generated<string>;
    at: Generated<Date>;
    /** `operator`, and who they say they are. */
    by: string;
    action: 'replay' | 'replay.cancel' | 'discard' | 'task-board';
    /** Ids or filter, as they were given; of the task board, what was asked of it. */
    selection: JSONColumnType<object>;
    result: JSONColumnType<object>;
  };
}

export const createAudit: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .addColumn('by', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('selection', 'jsonb', (column) => column.notNull())
      .addColumn('result', 'jsonb', (column) => column.notNull())
      .execute();
  },
};
