import pg from 'pg';

/** What all services together have written about one order. */
export interface OrderBooks {
  readonly status: string;
  readonly reason: string | null;
  /** Of `orders`, sorted by name. */
  readonly steps: readonly string[];
  readonly charges: number;
  readonly payment: string | null;
  readonly shipments: number;
  readonly invoices: number;
  readonly mails: number;
  readonly notifications: readonly string[];
  readonly audited: number;
  /** Pieces that are set aside. */
  readonly reserved: number;
}

const schemas = ['orders', 'inventory', 'payments', 'shipping', 'tasks'] as const;

/** Reads the database of every service, which only a test may do. */
export class Books {
  private readonly pool: pg.Pool;

  constructor(
    url: string,
    private readonly prefix: string,
  ) {
    this.pool = new pg.Pool({ connectionString: url, max: 4 });
    // A server that ends takes idle connections with it; the next query opens another.
    this.pool.on('error', () => undefined);
  }

  /** By order id. */
  async all(): Promise<Map<string, OrderBooks>> {
    const { rows } = await this.query<OrderBooks & { id: string }>(`
      select o.id, o.status, o.reason,
        coalesce(s.steps, '{}') as steps,
        coalesce(c.count, 0) as charges,
        p.status as payment,
        coalesce(h.count, 0) as shipments,
        coalesce(i.count, 0) as invoices,
        coalesce(m.count, 0) as mails,
        coalesce(n.messages, '{}') as notifications,
        coalesce(a.count, 0) as audited,
        coalesce(r.pieces, 0) as reserved
      from orders.orders o
      left join (select order_id, array_agg(step order by step) as steps
        from orders.order_steps group by 1) s on s.order_id = o.id
      left join ${counts('payments.provider_charges')} c on c.order_id = o.id
      left join payments.payments p on p.order_id = o.id
      left join ${counts('shipping.shipments')} h on h.order_id = o.id
      left join ${counts('tasks.invoices')} i on i.order_id = o.id
      left join ${counts('tasks.mails')} m on m.order_id = o.id
      left join (select order_id, array_agg(message order by message) as messages
        from payments.notifications group by 1) n on n.order_id = o.id
      left join ${counts('payments.audit', 'subject::uuid')} a on a.order_id = o.id
      left join (select order_id, sum(quantity)::int as pieces
        from inventory.reservations group by 1) r on r.order_id = o.id`);
    return new Map(rows.map(({ id, ...books }) => [id, books]));
  }

  async stock(): Promise<Record<string, number>> {
    const { rows } = await this.query<{ sku: string; available: number }>(
      'select sku, available from inventory.stock',
    );
    return Object.fromEntries(rows.map(({ sku, available }) => [sku, available]));
  }

  /** How often what can be seen outside was done. */
  async effects(): Promise<{ notifications: number; shipments: number; mails: number }> {
    type Effects = { notifications: number; shipments: number; mails: number };
    const { rows } = await this.query<Effects>(`
      select (select count(*)::int from payments.notifications) as notifications,
        (select count(*)::int from shipping.shipments) as shipments,
        (select count(*)::int from tasks.mails) as mails`);
    return rows[0]!;
  }

  /** Messages that no relay has published yet. */
  async unpublished(): Promise<number> {
    const counts = schemas.map((schema) => `(select count(*)::int from ${schema}.outbox)`);
    const { rows } = await this.query<{ sum: number }>(`select ${counts.join(' + ')} as sum`);
    return rows[0]!.sum;
  }

  /** Keeps any order from being stored until the returned function is called. */
  async holdOrders(): Promise<() => Promise<void>> {
    const client = await this.pool.connect();
    await client.query('begin');
    await client.query(this.named('lock table orders.orders in share row exclusive mode'));
    return async () => {
      await client.query('rollback');
      client.release();
    };
  }

  /** Whether someone waits for what `holdOrders` holds. */
  async isOrderWaiting(): Promise<boolean> {
    const { rows } = await this.query(
      `select 1 from pg_locks where not granted and relation = '${this.prefix}orders.orders'::regclass`,
    );
    return rows.length > 0;
  }

  async deleteAll(): Promise<void> {
    for (const schema of [...schemas, 'dead_letters']) {
      await this.pool.query(`drop schema if exists ${this.schema(schema)} cascade`);
    }
    await this.close();
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private query<Row extends pg.QueryResultRow>(text: string): Promise<pg.QueryResult<Row>> {
    return this.pool.query<Row>(this.named(text));
  }

  /** Puts the prefix before each schema: `orders.orders` is `"t1_orders".orders`. */
  private named(text: string): string {
    const names = new RegExp(`(?<=[\\s(])(${schemas.join('|')})\\.(?=\\w)`, 'g');
    return text.replace(names, (_, schema: string) => `${this.schema(schema)}.`);
  }

  private schema(name: string): string {
    return pg.escapeIdentifier(this.prefix + name);
  }
}

/** One pass over each table: a look-up for each order would make a long run's books unreadable. */
function counts(table: string, column = 'order_id'): string {
  return `(select ${column} as order_id, count(*)::int as count from ${table} group by 1)`;
}
