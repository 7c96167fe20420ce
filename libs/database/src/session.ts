import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { endsSession } from './to-database-error.js';

/** One connection while somebody has it. It remembers why it died, which the next query doesn't say. */
export class Session {
  private death: Error | undefined;

  private constructor(private readonly client: PoolClient) {
    // Without a listener the death of a checked-out connection would end the process.
    client.on('error', this.onDeath);
  }

  static async open(pool: Pool): Promise<Session> {
    return new Session(await pool.connect());
  }

  async query<Row extends QueryResultRow>(statement: QueryConfig): Promise<QueryResult<Row>> {
    try {
      return await this.client.query<Row>(statement);
    } catch (error) {
      if (endsSession(error)) this.death ??= error as Error;
      throw this.death ?? error;
    }
  }

  /** Gives the connection back, or throws it away if it died. */
  close(): void {
    this.client.off('error', this.onDeath);
    this.client.release(this.death);
  }

  private readonly onDeath = (error: Error): void => {
    this.death ??= error;
  };
}
