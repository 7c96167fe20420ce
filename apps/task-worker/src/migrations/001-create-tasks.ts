import { sql, type Generated, type Kysely, type Migration } from 'kysely';

export interface TasksTables {
  invoices: {
    number: Generated<number>;
    order_id: string;
    customer_id: string;
    amount_cents: number;
    issued_at: Generated<Date>;
  };
  /** The fake mailbox's own books. */
  mails: {
    id: Generated<number>;
    order_id: string;
    customer_id: string;
    text: string;
    sent_at: Generated<Date>;
  };
}

export const createTasks: Migration = {
  async up(db: Kysely<TasksTables>) {
    const now = sql`now()`;
    await db.schema
      .createTable('invoices')
      .addColumn('number', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('order_id', 'uuid', (column) => column.notNull().unique())
      .addColumn('customer_id', 'text', (column) => column.notNull())
      .addColumn('amount_cents', 'integer', (column) => column.notNull())
      .addColumn('issued_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
      .execute();
    await db.schema
      .createTable('mails')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('order_id', 'uuid', (column) => column.notNull())
      .addColumn('customer_id', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('sent_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
      .execute();
  },
};
