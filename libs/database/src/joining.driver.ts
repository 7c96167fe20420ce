import type { QueryConfig, QueryResult as PgResult } from 'pg';
import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
} from 'kysely';
import { MessagingError } from '@app/events';

/** What runs a query: a transaction, or a session of its own. */
export interface QueryTarget {
  query(statement: QueryConfig): Promise<PgResult>;
  /** Gives back what was borrowed. */
  close(): void;
}

/** Kysely was asked for what would break the transaction that its queries join. */
export class UnsupportedByDatabaseError extends MessagingError {
  readonly code = 'UNSUPPORTED_BY_DATABASE';
}

class TargetConnection implements DatabaseConnection {
  constructor(readonly target: QueryTarget) {}

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const result = await this.target.query({ text: query.sql, values: [...query.parameters] });
    const affected = result.command !== 'SELECT' && result.rowCount !== null;
    return {
      rows: result.rows as Row[],
      ...(affected && { numAffectedRows: BigInt(result.rowCount ?? 0) }),
    };
  }

  streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new UnsupportedByDatabaseError('Streaming is not supported; read in pages.');
  }
}

/** Lets each query of a Kysely handle join whatever `acquire` finds at that moment. */
export class JoiningDriver implements Driver {
  constructor(private readonly acquire: () => Promise<QueryTarget>) {}

  async init(): Promise<void> {}

  async destroy(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new TargetConnection(await this.acquire());
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    (connection as TargetConnection).target.close();
  }

  async beginTransaction(): Promise<void> {
    throw new UnsupportedByDatabaseError(
      'kysely.transaction() would not be joined by other services. Use database.transaction().',
    );
  }

  async commitTransaction(): Promise<void> {
    await this.beginTransaction();
  }

  async rollbackTransaction(): Promise<void> {}
}

/** Kysely's PostgreSQL on a driver of ours. */
export class JoiningDialect implements Dialect {
  constructor(private readonly acquire: () => Promise<QueryTarget>) {}

  createDriver(): Driver {
    return new JoiningDriver(this.acquire);
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db);
  }
}
