import pg from 'pg';
import { Books, type OrderBooks } from '../../e2e/books.js';
import { openPool } from '../system/open-pool.js';

/** Effects in PostgreSQL whose order must exist. */
const effects = [
  ['payments', 'provider_charges'],
  ['payments', 'payments'],
  ['payments', 'notifications'],
  ['shipping', 'shipments'],
  ['tasks', 'invoices'],
  ['tasks', 'mails'],
  ['inventory', 'reservations'],
] as const;

export interface RepeatedMail {
  readonly orderId: string;
  /** Times of all mails of the order, in order. */
  readonly sentAtMs: readonly number[];
}

/** How far everything has come. What is equal twice has not moved. */
export interface Standing {
  readonly orders: number;
  readonly completed: number;
  readonly cancelled: number;
  /** Messages in all outboxes. */
  readonly unpublished: number;
  /** Rows of effects, all together. */
  readonly effects: number;
}

/** What PostgreSQL knows of all orders, read past the apps and past the links. */
export class Ledger {
  private readonly pool: pg.Pool;
  private readonly books: Books;

  constructor(
    url: string,
    private readonly prefix: string,
    tell: (line: string) => void,
  ) {
    this.pool = openPool(url, tell);
    this.books = new Books(url, prefix);
  }

  orders(): Promise<Map<string, OrderBooks>> {
    return this.books.all();
  }

  /** By `Idempotency-Key`: the order that was made of a request, whether its client knows or not. */
  async orderIds(): Promise<Map<string, string>> {
    const { rows } = await this.pool.query<{ key: string; id: string }>(
      `select key, body::json->>'orderId' as id from ${this.table('orders', 'http_idempotency')}`,
    );
    return new Map(rows.map(({ key, id }) => [key, id]));
  }

  stock(): Promise<Record<string, number>> {
    return this.books.stock();
  }

  async standing(): Promise<Standing> {
    const rows = [
      ...effects,
      ['payments', 'audit'] as const,
      ['orders', 'order_steps'] as const,
    ].map(([schema, table]) => `(select count(*) from ${this.table(schema, table)})`);
    const { rows: counts } = await this.pool.query<Omit<Standing, 'unpublished'>>(`
      select count(*)::int as orders,
        count(*) filter (where status = 'completed')::int as completed,
        count(*) filter (where status = 'cancelled')::int as cancelled,
        (${rows.join(' + ')})::int as effects
      from ${this.table('orders', 'orders')}`);
    return { ...counts[0]!, unpublished: await this.books.unpublished() };
  }

  /** Whether an order that was placed after this moment has come to its end. */
  async isFinishedSince(atMs: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select 1 from ${this.table('orders', 'orders')}
       where placed_at > to_timestamp($1::float8 / 1000) and status in ('completed', 'cancelled')
       limit 1`,
      [atMs],
    );
    return rowCount === 1;
  }

  /** `tasks.mails of order …`: what was done for an order that does not exist. */
  async strangers(): Promise<string[]> {
    const lines: string[] = [];
    for (const [schema, table] of effects) {
      const { rows } = await this.pool.query<{ order_id: string }>(`
        select distinct order_id from ${this.table(schema, table)} as e
        where not exists (select 1 from ${this.table('orders', 'orders')} where id = e.order_id)`);
      lines.push(...rows.map(({ order_id }) => `${schema}.${table} of order ${order_id}`));
    }
    return lines;
  }

  async repeatedMails(): Promise<RepeatedMail[]> {
    const { rows } = await this.pool.query<{ order_id: string; sent: Date[] }>(`
      select order_id, array_agg(sent_at order by sent_at) as sent
      from ${this.table('tasks', 'mails')} group by 1 having count(*) > 1`);
    return rows.map(({ order_id, sent }) => ({
      orderId: order_id,
      sentAtMs: sent.map((at) => at.getTime()),
    }));
  }

  async close(): Promise<void> {
    await this.books.close();
    await this.pool.end();
  }

  private table(schema: string, name: string): string {
    return `${pg.escapeIdentifier(this.prefix + schema)}.${name}`;
  }
}
