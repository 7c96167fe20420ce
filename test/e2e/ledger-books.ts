import pg from 'pg';
import { until } from '@app/testing';

/** What the ledger says in all. */
export interface LedgerCounts {
  readonly total: number;
  readonly open: number;
  readonly replayed: number;
  readonly resolved: number;
  readonly failedAgain: number;
}

/** The ledger's own table, past an admin app that may be dead. */
export class LedgerBooks {
  private readonly pool: pg.Pool;
  private readonly letters: string;

  constructor(url: string, prefix: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 2 });
    this.letters = `${pg.escapeIdentifier(`${prefix}dead_letters`)}.dead_letters`;
  }

  async counts(): Promise<LedgerCounts> {
    const { rows } = await this.pool.query<LedgerCounts>(`
      select count(*)::int as total,
        (count(*) filter (where status = 'open'))::int as open,
        (count(*) filter (where status = 'replayed'))::int as replayed,
        (count(*) filter (where status = 'resolved'))::int as resolved,
        (count(*) filter (where status = 'failed_again'))::int as "failedAgain"
      from ${this.letters}`);
    return rows[0]!;
  }

  /** Resolves once the counts are so. @throws where they are not so in time */
  async become(isSo: (counts: LedgerCounts) => boolean, what: string): Promise<LedgerCounts> {
    let counts: LedgerCounts | undefined;
    const look = async () => {
      counts = await this.counts();
      return isSo(counts) && counts;
    };
    return until(look, { what, timeoutMs: 180_000 }).catch((cause: unknown) => {
      throw new Error(`${what}: the ledger has ${JSON.stringify(counts)}`, { cause });
    });
  }

  /** Dead letters that failed again and their successors, as far as each names the other. */
  async linkedPairs(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(`
      select count(*)::int as count from ${this.letters} as letter
      join ${this.letters} as next on next.id = letter.successor_id and next.ancestor_id = letter.id
      where letter.status = 'failed_again' and next.generation = letter.generation + 1`);
    return rows[0]!.count;
  }

  /**
   * `broker consumer REASON: count` of each, for these: `broker consumer`. Kafka's messages of one key count
   * as one: a plain kafkajs producer puts a batch again of which one partition wasn't to be had.
   */
  async reasonsOf(consumers: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ line: string }>(
      `select format('%s %s %s: %s', broker, consumer, reason, count(distinct case when broker = 'kafka' then coalesce(key, id) else id end)) as line
      from ${this.letters} where broker || ' ' || consumer = any($1) group by broker, consumer, reason`,
      [consumers],
    );
    return rows.map(({ line }) => line).toSorted();
  }

  /** Keys of the messages that wait for somebody's decision. */
  async openKeys(): Promise<string[]> {
    const { rows } = await this.pool.query<{ key: string }>(
      `select key from ${this.letters} where status = 'open' and key is not null`,
    );
    return rows.map(({ key }) => key);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
