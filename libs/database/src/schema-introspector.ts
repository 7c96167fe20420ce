import type { DatabaseIntrospector, Kysely, SchemaMetadata, TableMetadata } from 'kysely';

interface Catalogue {
  pg_tables: { schemaname: string; tablename: string };
}

/**
 * Tells kysely's migrator which tables one schema has, by name alone. Its own introspector looks
 * into every schema of the database, and fails when another one is dropped meanwhile.
 */
export class SchemaIntrospector implements DatabaseIntrospector {
  constructor(
    private readonly db: Kysely<unknown>,
    private readonly schema: string,
  ) {}

  getSchemas(): Promise<SchemaMetadata[]> {
    return Promise.resolve([{ name: this.schema }]);
  }

  async getTables(): Promise<TableMetadata[]> {
    const rows = await (this.db as Kysely<Catalogue>)
      .selectFrom('pg_tables')
      .select('tablename')
      .where('schemaname', '=', this.schema)
      .execute();
    return rows.map(({ tablename: name }) => ({
      name,
      schema: this.schema,
      isView: false,
      columns: [],
    }));
  }

  async getMetadata(): Promise<{ tables: TableMetadata[] }> {
    return { tables: await this.getTables() };
  }
}
