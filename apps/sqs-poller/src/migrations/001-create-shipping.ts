import { sql, type Generated, type Kysely, type Migration } from 'kysely';

export interface ShippingTables {
  shipments: { order_id: string; tracking_id: string; booked_at: Generated<Date> };
}

export const createShipping: Migration = {
  async up(db: Kysely<ShippingTables>) {
    await db.schema
      .createTable('shipments')
      .addColumn('order_id', 'uuid', (column) => column.primaryKey())
      .addColumn('tracking_id', 'text', (column) => column.notNull().unique())
      .addColumn('booked_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
  },
};
