import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';
import type { Session } from './session.js';
import { TransactionEndedError } from './transaction.errors.js';

/** The transaction that the running code is in. `Database` opens and ends it. */
export class Transaction {
  /** Why it may not be committed any more, though nobody threw to its end. */
  doomed: Error | undefined;
  readonly afterCommitHooks: (() => void)[] = [];
  private readonly finalStatements: (() => QueryConfig | undefined)[] = [];
  private open = true;

  constructor(private readonly session: Session) {}

  /** @throws TransactionEndedError */
  async query<Row extends QueryResultRow = QueryResultRow>(
    statement: QueryConfig,
  ): Promise<QueryResult<Row>> {
    this.assertOpen();
    return this.session.query<Row>(statement);
  }

  /**
   * A statement that travels together with COMMIT: no round trip of its own.
   * If it fails, everything is rolled back.
   */
  withCommit(statement: () => QueryConfig | undefined): void {
    this.assertOpen();
    this.finalStatements.push(statement);
  }

  /** Runs outside the transaction once it is durable; it can't fail it any more. */
  afterCommit(hook: () => void): void {
    this.assertOpen();
    this.afterCommitHooks.push(hook);
  }

  takeFinalStatements(): QueryConfig[] {
    return this.finalStatements.map((build) => build()).filter((it) => it !== undefined);
  }

  /** From here on nobody's query reaches the connection. */
  end(): void {
    this.open = false;
  }

  assertOpen(): void {
    if (!this.open) throw new TransactionEndedError();
  }
}
