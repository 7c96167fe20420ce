import { Module, type DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { APP_NAME, Clock, ConfigurationError, ENVIRONMENT, HealthRegistry } from '@app/messaging';
import { readSettings, type Environment } from '@app/messaging';
import { createPool } from './create-pool.js';
import { DatabaseClose } from './database-close.js';
import { DatabaseMigrations, type Migrations } from './database-migrations.js';
import { DatabaseStart } from './database-start.js';
import { DatabaseHealth } from './database.health.js';
import { databaseSettings, type DatabaseSettings } from './database.settings.js';
import { Database } from './database.js';

export interface DatabaseModuleOptions {
  /** The app's own schema, without the resource prefix. */
  readonly schema: string;
  /** The app's own migrations; libraries add theirs themselves. */
  readonly migrations: Migrations;
}

const SETTINGS = Symbol('DATABASE_SETTINGS');
const POOL = Symbol('DATABASE_POOL');

/** One pool and one schema per app. Global: business modules just inject `Database<Tables>`. */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        {
          provide: SETTINGS,
          inject: [ENVIRONMENT],
          useFactory: (environment: Environment) => readSettings(databaseSettings, environment),
        },
        { provide: POOL, inject: [SETTINGS, APP_NAME], useFactory: createPool },
        {
          provide: DatabaseMigrations,
          useFactory: () => {
            const migrations = new DatabaseMigrations();
            migrations.add(options.migrations);
            return migrations;
          },
        },
        {
          provide: Database,
          inject: [POOL, SETTINGS],
          useFactory: (pool: ReturnType<typeof createPool>, settings: DatabaseSettings) =>
            new Database(pool, schemaName(settings, options.schema), {
              lockTimeoutMs: settings.DATABASE_LOCK_TIMEOUT_MS,
              statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
              idleTimeoutMs: settings.DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS,
            }),
        },
        {
          provide: DatabaseStart,
          inject: [SETTINGS, DatabaseMigrations],
          useFactory: (settings: DatabaseSettings, migrations: DatabaseMigrations) =>
            new DatabaseStart(settings, schemaName(settings, options.schema), migrations),
        },
        {
          provide: DatabaseHealth,
          inject: [Database, Clock, HealthRegistry],
          useFactory: (database: Database, clock: Clock, registry: HealthRegistry) => {
            const health = new DatabaseHealth(database, clock);
            registry.add(health);
            return health;
          },
        },
        {
          provide: DatabaseClose,
          inject: [POOL],
          useFactory: (pool: ReturnType<typeof createPool>) => new DatabaseClose(pool),
        },
      ],
      exports: [Database, DatabaseMigrations, DatabaseClose],
    };
  }
}

function schemaName(settings: DatabaseSettings, schema: string): string {
  const name = `${settings.RESOURCE_PREFIX}${schema}`;
  if (z.string().max(63).safeParse(name).success) return name;
  throw new ConfigurationError(
    `Schema name ${name} is longer than PostgreSQL's 63 characters. Shorten RESOURCE_PREFIX.`,
  );
}
