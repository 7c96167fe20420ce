import { sql, type ColumnType, type Generated, type Kysely, type Migration } from 'kysely';
import type { OrderStatus } from '../order-status.js';

export interface OrdersTables {
  orders: {
    id: string;
    status: OrderStatus;
    reason: string | null;
    correlation_id: string;
    placed_at: Generated<Date>;
    trace_id: string | null;
  };
  order_steps: {
    seq: Generated<number>;
    order_id: string;
    event_id: string;
    at: ColumnType<Date, Date | string>;
    step: string;
    broker: string;
    attempts: Generated<number>;
  };
}

export const createOrders: Migration = {
  async up(db: Kysely<OrdersTables>) {
    await db.schema
      .createTable('orders')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('correlation_id', 'text', (column) => column.notNull())
      .addColumn('placed_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    await db.schema
      .createTable('order_steps')
      .addColumn('seq', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('order_id', 'uuid', (column) => column.notNull().references('orders.id'))
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('at', 'timestamptz', (column) => column.notNull())
      .addColumn('step', 'text', (column) => column.notNull())
      .addColumn('broker', 'text', (column) => column.notNull())
      .addUniqueConstraint('order_steps_order_event', ['order_id', 'event_id'])
      .execute();
  },
};
