import pg from 'pg';
import { idempotencyKey } from '@app/events';

export interface Charges {
  /** How often the payment provider was asked. */
  readonly calls: number;
  readonly charges: number;
}

/**
 * What the fake payment provider's own books say of an order. They stand in for the provider's
 * web site: a doubled charge would show there and nowhere in our own tables.
 */
export class ProviderBooks {
  private readonly books: string;

  constructor(
    private readonly databaseUrl: string,
    resourcePrefix: string,
  ) {
    this.books = pg.escapeIdentifier(`${resourcePrefix}payments`);
  }

  async of(orderId: string): Promise<Charges> {
    return await this.during(async (client) => {
      const { rows } = await client.query<Charges>(
        `select
           (select count(*)::int from ${this.books}.provider_charges
             where order_id = $1) as charges,
           coalesce((select calls from ${this.books}.provider_calls
             where idempotency_key = $2), 0) as calls`,
        [orderId, idempotencyKey('order', orderId, 'charge')],
      );
      return rows[0] ?? { calls: 0, charges: 0 };
    });
  }

  /** Whether our contract with the provider covers this kind of card: what a person sees to. */
  async cover(method: string, isCovered: boolean): Promise<void> {
    const contracts = `${this.books}.provider_contracts`;
    const sql = isCovered
      ? `insert into ${contracts} (method) values ($1) on conflict do nothing`
      : `delete from ${contracts} where method = $1`;
    await this.during((client) => client.query(sql, [method]));
  }

  private async during<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}
