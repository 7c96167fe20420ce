import { Logger } from '@nestjs/common';
import { Kysely } from 'kysely';
import type { Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import {
  beginStatement,
  type TransactionGuards,
  type TransactionOptions,
} from './begin-statement.js';
import { JoiningDialect, type QueryTarget } from './joining.driver.js';
import { quoteIdentifier } from './quote-identifier.js';
import { runAfterCommit } from './run-after-commit.js';
import { runTransaction } from './run-transaction.js';
import { Session } from './session.js';
import { sessionTarget } from './session-target.js';
import { Slots } from './slots.js';
import { toDatabaseError } from './to-database-error.js';
import { Opening, TransactionScope } from './transaction-scope.js';
import { Transaction } from './transaction.js';

/**
 * Connections that transactions never take, so that a query outside of one makes progress although
 * every transaction waits for such a query.
 */
const RESERVED_CONNECTIONS = 2;

/**
 * An app's own schema. Whatever runs through it, from whatever service, joins the transaction that
 * the running code is in; nobody passes a transaction on.
 *
 * Errors: what helps to repeat comes as `DatabaseBusyError` or `DatabaseUnavailableError`, both
 * `HandBackError`; every other error of PostgreSQL comes as it is.
 */
export class Database<Tables = unknown> {
  /** For business queries. Inside a transaction they are part of it, otherwise each is its own. */
  readonly kysely: Kysely<Tables>;
  private readonly logger = new Logger(Database.name);
  private readonly scope = new TransactionScope();
  private readonly slots: Slots;

  constructor(
    private readonly pool: Pool,
    /** Resource prefix included. */
    readonly schema: string,
    private readonly guards: TransactionGuards,
  ) {
    this.slots = new Slots(Math.max(1, pool.options.max - RESERVED_CONNECTIONS), {
      timeoutMs: pool.options.connectionTimeoutMillis ?? 0,
    });
    this.kysely = new Kysely<Tables>({
      dialect: new JoiningDialect(() => this.target()),
    }).withSchema(schema);
  }

  /**
   * Runs `work` in a transaction: the current one, or else a new one that is committed when `work`
   * resolves and rolled back when it rejects. A failure inside dooms the whole transaction.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const current = this.scope.current();
    if (!current) return this.newTransaction(work);
    if (current instanceof Opening) {
      current.wasAskedFor = true;
      return this.newTransaction(async (transaction) => {
        await current.begin(transaction);
        return work();
      });
    }
    current.assertOpen();
    try {
      return await work();
    } catch (error) {
      current.doomed ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Like `transaction`, but never joins: for what begins a unit of work, such as a delivery. */
  async newTransaction<T>(
    work: (transaction: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    let leave: (() => void) | undefined;
    let session: Session | undefined;
    try {
      leave = await this.slots.enter();
      session = await Session.open(this.pool);
      const { result, transaction } = await runTransaction(
        session,
        beginStatement(this.guards, options),
        (current, inner) => this.scope.run(current, inner),
        work,
      );
      this.outside(() => runAfterCommit(transaction, this.logger));
      return result;
    } catch (error) {
      throw toDatabaseError(error);
    } finally {
      session?.close();
      leave?.();
    }
  }

  /** Runs `work` outside any transaction; those that it opens by `transaction()` begin as `opening` says. */
  openingWith<T>(opening: Opening, work: () => T): T {
    return this.scope.run(opening, work);
  }

  /**
   * The transaction of the running code.
   * @throws NoTransactionError outside of one, TransactionEndedError when it is over
   */
  currentTransaction(): Transaction {
    return this.scope.transaction();
  }

  /** Runs `work` outside the current transaction: what it writes stays, whatever becomes of that. */
  outside<T>(work: () => T): T {
    return this.scope.run(undefined, work);
  }

  /** For infrastructure: plain SQL, named if it is frequent; joins the transaction like `kysely`. */
  async query<Row extends QueryResultRow = QueryResultRow>(
    statement: QueryConfig,
  ): Promise<QueryResult<Row>> {
    const target = await this.target();
    try {
      return (await target.query(statement)) as QueryResult<Row>;
    } finally {
      target.close();
    }
  }

  /** `"schema"."name"`, for plain SQL. */
  table(name: string): string {
    return `${quoteIdentifier(this.schema)}.${quoteIdentifier(name)}`;
  }

  private async target(): Promise<QueryTarget> {
    const current = this.scope.current();
    if (current instanceof Transaction) {
      return { query: (statement) => current.query(statement), close: () => undefined };
    }
    return sessionTarget(this.pool);
  }
}
