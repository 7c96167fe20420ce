import { type ColumnType, type Kysely, type Migration } from 'kysely';
import type { OrderStatus } from '../order-status.js';

export interface StatisticsTables {
  order_statistics: {
    order_id: string;
    /** Of the latest step that is known, which has set `status`. */
    seq: number;
    status: OrderStatus;
    first_at: ColumnType<Date, string>;
    last_at: ColumnType<Date, string>;
  };
}

export const createStatistics: Migration = {
  async up(db: Kysely<StatisticsTables>) {
    await db.schema
      .createTable('order_statistics')
      .addColumn('order_id', 'uuid', (column) => column.primaryKey())
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('first_at', 'timestamptz', (column) => column.notNull())
      .addColumn('last_at', 'timestamptz', (column) => column.notNull())
      .execute();
  },
};
