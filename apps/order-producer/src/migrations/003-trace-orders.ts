import { type Kysely, type Migration } from 'kysely';

/** What a person looks for next who sees an order that took its time: its trace, and what was retried. */
export const traceOrders: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('orders').addColumn('trace_id', 'text').execute();
    await db.schema
      .alterTable('order_steps')
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
  },
};
