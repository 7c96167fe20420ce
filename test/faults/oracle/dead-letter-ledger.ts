import pg from 'pg';
import { openPool } from '../system/open-pool.js';
import type { BrokerDeadLetter } from './broker-dead-letter.js';

interface Row {
  readonly where: string;
  readonly reason: string;
  readonly consumer: string | null;
  readonly body: Buffer;
}

/** The ledger of dead-letter-admin, read past that app, which may be dead. */
export class DeadLetterLedger {
  private readonly pool: pg.Pool;
  private readonly table: string;

  constructor(url: string, prefix: string, tell: (line: string) => void) {
    this.pool = openPool(url, tell);
    this.table = `${pg.escapeIdentifier(`${prefix}dead_letters`)}.dead_letters`;
  }

  /** All that was ever collected. */
  async letters(): Promise<BrokerDeadLetter[]> {
    const { rows } = await this.pool.query<Row>(
      `select source as where, reason, consumer, body from ${this.table}`,
    );
    return rows.map(({ body, consumer, ...row }) => ({
      ...row,
      consumer: consumer ?? 'nobody',
      body: body.toString(),
    }));
  }

  /** Ids of the dead letters of these keys, by the status that they are in. */
  async idsOf(keys: readonly string[], status: string): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select id from ${this.table} where key = any($1) and status = $2`,
      [keys, status],
    );
    return rows.map(({ id }) => id);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
