import { sql, type Kysely, type Migration } from 'kysely';

export interface InventoryTables {
  stock: { sku: string; available: number };
  reservations: { order_id: string; sku: string; quantity: number };
}

/** Fixture data: three products in ample stock, and one that is sold out. */
const STOCK = [
  { sku: 'KEYBOARD', available: 1_000_000 },
  { sku: 'MOUSE', available: 1_000_000 },
  { sku: 'MONITOR', available: 1_000_000 },
  { sku: 'SOLD_OUT', available: 0 },
];

export const createInventory: Migration = {
  async up(db: Kysely<InventoryTables>) {
    await db.schema
      .createTable('stock')
      .addColumn('sku', 'text', (column) => column.primaryKey())
      .addColumn('available', 'integer', (column) => column.notNull().check(sql`available >= 0`))
      .execute();
    await db.schema
      .createTable('reservations')
      .addColumn('order_id', 'uuid', (column) => column.notNull())
      .addColumn('sku', 'text', (column) => column.notNull().references('stock.sku'))
      .addColumn('quantity', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('reservations_pkey', ['order_id', 'sku'])
      .execute();
    await db.insertInto('stock').values(STOCK).execute();
  },
};
