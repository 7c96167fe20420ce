import { sql, type Generated, type Kysely, type Migration } from 'kysely';

export interface PaymentsTables {
  payments: {
    order_id: string;
    status: 'captured' | 'declined';
    amount_cents: number;
    charge_id: string | null;
    created_at: Generated<Date>;
  };
  notifications: {
    order_id: string;
    customer_id: string;
    message: string;
    sent_at: Generated<Date>;
  };
  audit: { event_id: string; type: string; subject: string | null; recorded_at: Generated<Date> };
  /** The fake provider's own books. */
  provider_calls: { idempotency_key: string; calls: number };
  provider_charges: {
    id: Generated<number>;
    idempotency_key: string;
    charge_id: string;
    order_id: string;
    amount_cents: number;
  };
}

export const createPayments: Migration = {
  async up(db: Kysely<PaymentsTables>) {
    const now = sql`now()`;
    await db.schema
      .createTable('payments')
      .addColumn('order_id', 'uuid', (column) => column.primaryKey())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('amount_cents', 'integer', (column) => column.notNull())
      .addColumn('charge_id', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
      .execute();
    await db.schema
      .createTable('notifications')
      .addColumn('order_id', 'uuid', (column) => column.notNull())
      .addColumn('customer_id', 'text', (column) => column.notNull())
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('sent_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
      .addPrimaryKeyConstraint('notifications_pkey', ['order_id', 'message'])
      .execute();
    await db.schema
      .createTable('audit')
      .addColumn('event_id', 'text', (column) => column.primaryKey())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addColumn('recorded_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
      .execute();
    await db.schema
      .createTable('provider_calls')
      .addColumn('idempotency_key', 'text', (column) => column.primaryKey())
      .addColumn('calls', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('provider_charges')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('idempotency_key', 'text', (column) => column.notNull().unique())
      .addColumn('charge_id', 'text', (column) => column.notNull())
      .addColumn('order_id', 'uuid', (column) => column.notNull())
      .addColumn('amount_cents', 'integer', (column) => column.notNull())
      .execute();
  },
};
