import pg from 'pg';
import { until } from '@app/testing';

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
  ) {
    this.pool = new pg.Pool({ connectionString: url, max: 2 });
    // A server that is killed takes idle connections with it; the next query opens another.
    this.pool.on('error', () => undefined);
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
       from (select * from ${name}.sent order by id desc limit $1) as last,
         generate_series(1, $2)`,
      [messages, times],
    );
    return rowCount ?? 0;
  }

  /**
   * Sends requests again under their old ids, with another customer in them.
   * @returns how many
   */
  async falsify(schema: Schema, type: string, messages: number): Promise<number> {
    const name = this.name(schema);
    await this.whenKnown(schema, messages);
    const { rowCount } = await this.pool.query(
      `insert into ${name}.outbox (broker, destination, key, event_id, type, body, headers)
       select broker, destination, key, event_id, type, convert_to(jsonb_set(
           convert_from(body, 'UTF8')::jsonb, '{data,customerId}', '"somebody-else"')::text, 'UTF8'),
         headers
       from ${name}.sent where type = $1 order by id desc limit $2`,
      [type, messages],
    );
    return rowCount ?? 0;
  }

  /** Once the outbox of a service has nothing left that is older than this question. */
  async whenSent(schema: Schema): Promise<void> {
    const outbox = `${this.name(schema)}.outbox`;
    const { rows } = await this.pool.query<{ last: string | null }>(
      `select max(id) as last from ${outbox}`,
    );
    const last = rows[0]?.last ?? 0;
    const isSent = async () => {
      const left = await this.pool.query(`select 1 from ${outbox} where id <= $1 limit 1`, [last]);
      return left.rowCount === 0;
    };
    await until(isSent, { timeoutMs: 60_000, what: `the outbox of ${schema} to be sent` });
  }

  private async whenKnown(schema: Schema, messages: number): Promise<void> {
    const isKnown = async () => {
      const { rowCount } = await this.pool.query(
        `select 1 from ${this.name(schema)}.sent limit ${messages}`,
      );
      return rowCount === messages;
    };
    await until(isKnown, { timeoutMs: 60_000, what: `${messages} messages of ${schema}` });
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private name(schema: Schema): string {
    return pg.escapeIdentifier(this.prefix + schema);
  }
}

export { schemas };
