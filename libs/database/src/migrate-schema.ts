import {
  Kysely,
  Migrator,
  PostgresAdapter,
  type DatabaseIntrospector,
  type Migration,
} from 'kysely';
import pg from 'pg';
import { MessagingError } from '@app/events';
import { JoiningDialect, type QueryTarget } from './joining.driver.js';
import { quoteIdentifier } from './quote-identifier.js';
import { SchemaIntrospector } from './schema-introspector.js';
import { toDatabaseError } from './to-database-error.js';

/** A migration failed; the schema is as it was before. */
export class MigrationError extends MessagingError {
  readonly code = 'MIGRATION';
}

/** Our own lock comes first and is per schema; kysely's is one for the whole database. */
class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class MigrationDialect extends JoiningDialect {
  constructor(
    target: QueryTarget,
    private readonly schema: string,
  ) {
    super(() => Promise.resolve(target));
  }

  override createAdapter(): PostgresAdapter {
    return new UnlockedAdapter();
  }

  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SchemaIntrospector(db, this.schema);
  }
}

/**
 * Creates the schema if absent and brings it up to date, in one transaction. Instances that start
 * at the same time wait for each other.
 * @throws MigrationError; errors of the connection as they are
 */
export async function migrateSchema(
  url: string,
  schema: string,
  migrations: Record<string, Migration>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // Without a listener a lost connection would end the process; the pending query reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin; set local lock_timeout = 0; set local statement_timeout = 0');
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `migrations\u001f${schema}`,
    ]);
    await createSchema(client, schema);
    await runMigrations(client, schema, migrations);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

/** `create schema if not exists` asks for a privilege even where the schema exists. */
async function createSchema(client: pg.Client, schema: string): Promise<void> {
  const found = await client.query('select 1 from pg_namespace where nspname = $1', [schema]);
  if (found.rowCount === 0) await client.query(`create schema ${quoteIdentifier(schema)}`);
}

async function runMigrations(
  client: pg.Client,
  schema: string,
  migrations: Record<string, Migration>,
): Promise<void> {
  const target = {
    query: (statement: pg.QueryConfig) => client.query(statement),
    close: () => undefined,
  };
  const migrator = new Migrator({
    db: new Kysely<unknown>({
      dialect: new MigrationDialect(target, schema),
    }).withSchema(schema),
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableSchema: schema,
    disableTransactions: true,
    // An app and the libraries it uses number their migrations independently.
    allowUnorderedMigrations: true,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (toDatabaseError(error) !== error) throw error;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw new MigrationError(
    `Schema ${schema} could not be migrated${failed === undefined ? '' : ` by ${failed}`}: ` +
      `${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
    { cause: error },
  );
}
