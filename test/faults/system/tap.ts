import pg from 'pg';
import { PaymentRequested } from '@app/events';
import { until } from '@app/testing';
import { KILLER_CUSTOMER } from '../failpoints/disturbances.js';
import { openPool } from './open-pool.js';

const schemas = ['orders', 'inventory', 'payments', 'shipping', 'tasks'] as const;

export type Schema = (typeof schemas)[number];

/**
 * Remembers what the outboxes have sent, by a trigger of the suite's own, and sends it again on
 * demand: a duplicate that differs in nothing from the first.
 */
export class Tap {
  private readonly pool: pg.Pool;

  constructor(
    url: string,
    private readonly prefix: string,
    tell: (line: string) => void,
  ) {
    this.pool = openPool(url, tell);
  }

  async install(): Promise<void> {
    for (const schema of schemas) {
      const name = this.name(schema);
      await this.pool.query(`
        create table if not exists ${name}.sent as select * from ${name}.outbox limit 0;
        create or replace function ${name}.remember_sent() returns trigger language plpgsql as $$
          begin insert into ${name}.sent select old.*; return old; end $$;
        create or replace trigger remember_sent after delete on ${name}.outbox
          for each row execute function ${name}.remember_sent()`);
    }
  }

  /**
   * Puts the last messages of a service into its outbox again, as they were.
   * @returns how many rows that made
   */
  async repeat(schema: Schema, messages: number, times: number): Promise<number> {
    const name = this.name(schema);
    await this.whenKnown(schema, messages);
    const { rowCount } = await this.pool.query(
      `insert into ${name}.outbox (broker, destination, key, event_id, type, body, headers)
       select broker, destination, key, event_id, type, body, headers
       from (select * from ${name}.sent where position($3 in convert_from(body, 'UTF8')) = 0
           order by id desc limit $1) as last,
         generate_series(1, $2)`,
      // A message that kills its process would do so each time.
      [messages, times, KILLER_CUSTOMER],
    );
    return rowCount ?? 0;
  }

  /**
   * Sends requests of payments that are done again under their old ids, with another customer.
   * @returns their ids
   */
  async falsifyPaymentRequests(messages: number): Promise<string[]> {
    const isPaid = async () => {
      const paid = await this.pool.query(`select 1 from ${this.name('payments')}.payments limit 1`);
      return paid.rowCount === 1;
    };
    await until(isPaid, { timeoutMs: 60_000, what: 'a payment' });
    const name = this.name('inventory');
    const { rows } = await this.pool.query<{ event_id: string }>(
      `insert into ${name}.outbox (broker, destination, key, event_id, type, body, headers)
       select broker, destination, key, event_id, type, convert_to(jsonb_set(
           convert_from(body, 'UTF8')::jsonb, '{data,customerId}', '"somebody-else"')::text, 'UTF8'),
         headers
       from ${name}.sent where type = $1 and ${this.orderOf('body')} in
         (select order_id::text from ${this.name('payments')}.payments)
       order by id desc limit $2 returning event_id`,
      [PaymentRequested.type, messages],
    );
    return rows.map(({ event_id }) => event_id);
  }

  /**
   * Sends again what asks for a payment and has none yet, as an operator would once a queue is lost.
   * @returns how many messages that were
   */
  async repeatUnpaid(): Promise<number> {
    const name = this.name('inventory');
    const { rowCount } = await this.pool.query(
      `insert into ${name}.outbox (broker, destination, key, event_id, type, body, headers)
       select broker, destination, key, event_id, type, body, headers
       from ${name}.sent where type = $1 and ${this.orderOf('body')} not in
         (select order_id::text from ${this.name('payments')}.payments)
       order by id`,
      [PaymentRequested.type],
    );
    return rowCount ?? 0;
  }

  /** Once the outbox of a service has nothing left that is older than this question. */
  async whenSent(schema: Schema, timeoutMs = 60_000): Promise<void> {
    const outbox = `${this.name(schema)}.outbox`;
    const { rows } = await this.pool.query<{ last: string | null }>(
      `select max(id) as last from ${outbox}`,
    );
    const last = rows[0]?.last ?? 0;
    const isSent = async () => {
      const left = await this.pool.query(`select 1 from ${outbox} where id <= $1 limit 1`, [last]);
      return left.rowCount === 0;
    };
    await until(isSent, { timeoutMs, what: `the outbox of ${schema} to be sent` });
  }

  /** Resolves when the load has brought so many messages of a service. */
  async whenKnown(schema: Schema, messages: number): Promise<void> {
    const isKnown = async () => {
      const { rowCount } = await this.pool.query(
        `select 1 from ${this.name(schema)}.sent limit ${messages}`,
      );
      return rowCount === messages;
    };
    await until(isKnown, { timeoutMs: 300_000, what: `${messages} messages of ${schema}` });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** SQL for the order that an event is about. */
  private orderOf(body: string): string {
    return `convert_from(${body}, 'UTF8')::jsonb #>> '{data,orderId}'`;
  }

  private name(schema: Schema): string {
    return pg.escapeIdentifier(this.prefix + schema);
  }
}

export { schemas };
