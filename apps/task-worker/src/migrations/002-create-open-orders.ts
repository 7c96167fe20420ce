import { sql, type ColumnType, type Generated, type Kysely, type Migration } from 'kysely';

type Timestamp = ColumnType<Date | null, Date | undefined, Date>;

export interface OpenOrdersTables {
  open_orders: {
    order_id: string;
    /** Null while only the order's end is known. */
    placed_at: Timestamp;
    ended_at: Timestamp;
    reported_at: Timestamp;
    created_at: Generated<Date>;
  };
}

export const createOpenOrders: Migration = {
  async up(db: Kysely<OpenOrdersTables>) {
    await db.schema
      .createTable('open_orders')
      .addColumn('order_id', 'uuid', (column) => column.primaryKey())
      .addColumn('placed_at', 'timestamptz')
      .addColumn('ended_at', 'timestamptz')
      .addColumn('reported_at', 'timestamptz')
      .execute();
    await db.schema
      .createIndex('open_orders_to_report')
      .on('open_orders')
      .column('placed_at')
      .where(sql<boolean>`ended_at is null and reported_at is null`)
      .execute();
  },
};
