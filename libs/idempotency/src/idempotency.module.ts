import { Module, type DynamicModule } from '@nestjs/common';
import {
  DuplicateMemory,
  ENVIRONMENT,
  MetricRegistry,
  readSettings,
  StartLedger,
  type Environment,
} from '@app/messaging';
import { Database, DatabaseClose, DatabaseMigrations, RetentionPurge } from '@app/database';
import { ClaimCounts } from './claim-counts.js';
import { httpIdempotencyMigrations } from './http/http-idempotency.migrations.js';
import { HttpIdempotencyStore } from './http/http-idempotency.store.js';
import { httpIdempotencySettings, inboxSettings } from './idempotency.settings.js';
import { IdempotencyStore } from './idempotency.store.js';
import { leaseProviders } from './lease/lease.providers.js';
import { LeasedStore } from './lease/leased.store.js';
import { inboxMigrations } from './inbox/inbox.migrations.js';
import { InboxStore } from './inbox/inbox.store.js';
import { PostgresStartLedger } from './starts/postgres-start.ledger.js';
import { startsMigrations } from './starts/starts.migrations.js';

/** Starts are kept as long as the inbox: a message may come again for that long. */
const STARTS_PURGE = Symbol('STARTS_PURGE');

/**
 * An app may have several parts. Those in PostgreSQL need `DatabaseModule` and bring their own
 * tables; leases need something to keep them in, from the composition root.
 */
@Module({})
export class IdempotencyModule {
  /**
   * For `@Idempotent()` on event handlers whose effect is in PostgreSQL. It brings the ledger of
   * starts too, by which a message that kills its process becomes a dead letter.
   */
  static forInbox(): DynamicModule {
    return {
      module: IdempotencyModule,
      global: true,
      providers: [
        {
          provide: IdempotencyStore,
          inject: [Database, DatabaseMigrations],
          useFactory: (database: Database, migrations: DatabaseMigrations) => {
            migrations.add(inboxMigrations);
            return new InboxStore(database);
          },
        },
        {
          provide: StartLedger,
          inject: [Database, DatabaseMigrations, DatabaseClose],
          useFactory: (
            database: Database,
            migrations: DatabaseMigrations,
            close: DatabaseClose,
          ) => {
            migrations.add(startsMigrations);
            return new PostgresStartLedger(database, close);
          },
        },
        {
          provide: STARTS_PURGE,
          inject: [Database, ENVIRONMENT, DatabaseClose],
          useFactory: (database: Database, environment: Environment, close: DatabaseClose) => {
            const { INBOX_RETENTION_HOURS: hours } = readSettings(inboxSettings, environment);
            return new RetentionPurge(database, { table: 'starts', hours }, close);
          },
        },
        {
          provide: RetentionPurge,
          inject: [Database, ENVIRONMENT, DatabaseClose, DuplicateMemory],
          useFactory: (
            database: Database,
            environment: Environment,
            close: DatabaseClose,
            memory: DuplicateMemory,
          ) => {
            const { INBOX_RETENTION_HOURS: hours } = readSettings(inboxSettings, environment);
            memory.add('INBOX_RETENTION_HOURS', hours);
            return new RetentionPurge(database, { table: 'inbox', hours }, close);
          },
        },
      ],
      exports: [IdempotencyStore, StartLedger],
    };
  }

  /** For `@Idempotent({ store: 'lease' })` on event handlers whose effect is elsewhere. */
  static forLeases(): DynamicModule {
    return {
      module: IdempotencyModule,
      global: true,
      providers: leaseProviders,
      exports: [LeasedStore],
    };
  }

  /** For `@IdempotentRequest()` on HTTP handlers. */
  static forHttp(): DynamicModule {
    return {
      module: IdempotencyModule,
      global: true,
      providers: [
        {
          provide: HttpIdempotencyStore,
          inject: [Database, DatabaseMigrations, MetricRegistry],
          useFactory: (
            database: Database,
            migrations: DatabaseMigrations,
            metrics: MetricRegistry,
          ) => {
            migrations.add(httpIdempotencyMigrations);
            return new HttpIdempotencyStore(database, new ClaimCounts(metrics, 'http'));
          },
        },
        {
          provide: RetentionPurge,
          inject: [Database, ENVIRONMENT, DatabaseClose],
          useFactory: (database: Database, environment: Environment, close: DatabaseClose) => {
            const settings = readSettings(httpIdempotencySettings, environment);
            const hours = settings.HTTP_IDEMPOTENCY_RETENTION_HOURS;
            return new RetentionPurge(database, { table: 'http_idempotency', hours }, close);
          },
        },
      ],
      exports: [HttpIdempotencyStore],
    };
  }
}
