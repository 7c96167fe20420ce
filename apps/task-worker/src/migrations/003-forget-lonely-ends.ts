import { sql, type Kysely, type Migration } from 'kysely';
import type { OpenOrdersTables } from './002-create-open-orders.js';

/** Since when a fact waits for its other half, by our own clock: a fact may tell any time. */
export const forgetLonelyEnds: Migration = {
  async up(db: Kysely<OpenOrdersTables>) {
    await db.schema
      .alterTable('open_orders')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
      .execute();
    await db.schema
      .createIndex('open_orders_lonely_ends')
      .on('open_orders')
      .column('created_at')
      .where(sql<boolean>`placed_at is null`)
      .execute();
  },
};
