import type pg from 'pg';
import type { BareBroker, BareClient, BareMessage } from './bare-client.js';

const BATCH = 200;
const DEBOUNCE_MS = 3;

interface Row {
  readonly id: string;
  readonly broker: BareBroker;
  readonly message: BareMessage;
}

/** Rows of `outbox` to their brokers, by one loop that commits wake. It knows no failures. */
export class BareOutbox {
  private isDirty = false;
  private isBusy = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly clients: Readonly<Record<BareBroker, BareClient>>,
  ) {}

  wake(): void {
    this.isDirty = true;
    if (this.isBusy) return;
    this.isBusy = true;
    setTimeout(() => void this.relay(), DEBOUNCE_MS);
  }

  private async relay(): Promise<void> {
    while (this.isDirty) {
      this.isDirty = false;
      await this.publishBatch();
    }
    this.isBusy = false;
  }

  private async publishBatch(): Promise<void> {
    const session = await this.pool.connect();
    await session.query('begin');
    const { rows } = await session.query<Row>({
      name: 'claim',
      text: `select id, broker, message from outbox order by id limit ${BATCH}
        for update skip locked`,
    });
    await Promise.all(rows.map(({ broker, message }) => this.clients[broker].publish(message)));
    await session.query({
      name: 'published',
      text: 'delete from outbox where id = any($1::bigint[])',
      values: [rows.map(({ id }) => id)],
    });
    await session.query('commit');
    session.release();
    if (rows.length === BATCH) this.isDirty = true;
  }
}
