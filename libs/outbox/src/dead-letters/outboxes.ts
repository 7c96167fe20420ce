import { createPool, Database, databaseSettings, type DatabaseSettings } from '@app/database';
import { readSettings, type Environment } from '@app/messaging';
import { OutboxDeadLetters } from './outbox-dead-letters.js';

/** The apps publish it: each looks into its outbox at intervals. */
const nobodyToWake = { wake: () => undefined };

/** The dead letters of every app's outbox, for tools that work on the database past the apps. */
export class Outboxes {
  private readonly pool: ReturnType<typeof createPool>;

  private constructor(private readonly settings: DatabaseSettings) {
    this.pool = createPool(settings, 'outboxes');
  }

  /** @param environment has `DATABASE_URL` and `RESOURCE_PREFIX`, as the apps have them */
  static open(environment: Environment): Outboxes {
    return new Outboxes(readSettings(databaseSettings, environment));
  }

  /** Schemas that have an outbox, without the prefix: `orders`, `payments`, … */
  async schemas(): Promise<string[]> {
    const { RESOURCE_PREFIX: prefix } = this.settings;
    const { rows } = await this.database('pg_catalog').query<{ schema: string }>({
      text: `select n.nspname as schema from pg_namespace n join pg_class c on c.relnamespace = n.oid
        where c.relname = 'outbox_dead_letters' and starts_with(n.nspname, $1) order by 1`,
      values: [prefix],
    });
    return rows.map(({ schema }) => schema.slice(prefix.length));
  }

  /** @param schema one of `schemas()` */
  of(schema: string): OutboxDeadLetters {
    const database = this.database(this.settings.RESOURCE_PREFIX + schema);
    return new OutboxDeadLetters(database, nobodyToWake);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private database(schema: string): Database {
    const { settings } = this;
    const guards = {
      lockTimeoutMs: settings.DATABASE_LOCK_TIMEOUT_MS,
      statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
      idleTimeoutMs: settings.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
    };
    return new Database(this.pool, schema, guards);
  }
}
