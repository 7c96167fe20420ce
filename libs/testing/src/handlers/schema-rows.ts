import type { Database } from '@app/database';

/** Rows of each table, to look at. */
export type SchemaRows = ReadonlyMap<string, readonly Row[]>;
export type Row = Readonly<Record<string, unknown>>;

/** Tables as they were, and the numbers that would have come next. */
export interface SchemaState {
  /** The JSON that PostgreSQL makes of each row: parsed, it would lose the end of a long number. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  readonly sequences: readonly Sequence[];
}

interface Sequence {
  readonly name: string;
  readonly value: string;
  readonly isCalled: boolean;
}

/** What every app has besides its own tables. Rows of the outbox come and go by themselves. */
const INFRASTRUCTURE = /^(kysely_|outbox|inbox|starts$|http_idempotency)/;

/** An app's tables: read as they are, and put back as they were. */
export class SchemaTables {
  private constructor(
    private readonly database: Database,
    private readonly names: readonly string[],
    /** By table: columns whose values the server gives, or the clock. */
    private readonly given: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  static async of(database: Database): Promise<SchemaTables> {
    const { rows } = await database.query<{ table_name: string; given: string[] }>({
      text: `select c.table_name, coalesce(array_agg(c.column_name) filter (where
            c.is_identity = 'YES' or c.column_default like 'nextval(%'
            or c.data_type like 'timestamp%' or c.data_type in ('date', 'time without time zone')),
            '{}')::text[] as given
        from information_schema.columns c join information_schema.tables t
          using (table_schema, table_name)
        where c.table_schema = $1 and t.table_type = 'BASE TABLE'
          and c.table_name not like 'kysely\\_%'
        group by c.table_name order by c.table_name`,
      values: [database.schema],
    });
    const given = rows.map((it) => [it.table_name, new Set(it.given)] as const);
    return new SchemaTables(
      database,
      rows.map((it) => it.table_name),
      new Map(given),
    );
  }

  /** Without what the libraries keep, and what the server gives. */
  async business(ignored: ReadonlySet<string>): Promise<SchemaRows> {
    const all = await this.all();
    const own = [...all].filter(([name]) => !INFRASTRUCTURE.test(name) && !ignored.has(name));
    return new Map(
      own.map(([name, rows]) => [
        name,
        rows.map((row) => this.strip(name, JSON.parse(row) as Row)),
      ]),
    );
  }

  async state(): Promise<SchemaState> {
    const { rows: sequences } = await this.database.query<Sequence>({
      text: `select quote_ident(schemaname) || '.' || quote_ident(sequencename) as name,
          coalesce(last_value, start_value) as value, last_value is not null as "isCalled"
        from pg_sequences where schemaname = $1`,
      values: [this.database.schema],
    });
    return { rows: await this.all(), sequences };
  }

  /** Needs a superuser, as a throw-away server gives: references are not looked at meanwhile. */
  async putBack({ rows: wanted, sequences }: SchemaState): Promise<void> {
    await this.database.newTransaction(async (transaction) => {
      await transaction.query({ text: 'set local session_replication_role = replica' });
      for (const [name, rows] of wanted) {
        const table = this.database.table(name);
        await transaction.query({ text: `delete from ${table}` });
        await transaction.query({
          text: `insert into ${table} overriding system value
            select * from jsonb_populate_recordset(null::${table}, $1)`,
          values: [`[${rows.join(',')}]`],
        });
      }
    });
    await this.rewind(sequences);
  }

  /** What is drawn next has the same numbers again; a rollback alone does not give them back. */
  async rewind(sequences: readonly Sequence[]): Promise<void> {
    for (const { name, value, isCalled } of sequences) {
      await this.database.query({
        text: 'select setval($1, $2, $3)',
        values: [name, value, isCalled],
      });
    }
  }

  private async all(): Promise<SchemaState['rows']> {
    const rows = new Map<string, readonly string[]>();
    for (const name of this.names) rows.set(name, await this.rowsOf(name));
    return rows;
  }

  private async rowsOf(name: string): Promise<string[]> {
    const { rows } = await this.database.query<{ row: string }>({
      text: `select to_jsonb(t)::text as row from ${this.database.table(name)} as t`,
    });
    return rows.map((it) => it.row);
  }

  private strip(name: string, row: Row): Row {
    const given = this.given.get(name);
    return Object.fromEntries(Object.entries(row).filter(([column]) => !given?.has(column)));
  }
}
