import { Global, Module } from '@nestjs/common';
import {
  ENVIRONMENT,
  EventRoutes,
  HealthRegistry,
  MetricRegistry,
  PublisherRegistry,
  readSettings,
  ReplayOutcomes,
  type Environment,
} from '@app/messaging';
import { Database, DatabaseClose, DatabaseMigrations } from '@app/database';
import { OutboxBacklog } from './backlog/outbox-backlog.js';
import { OutboxDeadLetters } from './dead-letters/outbox-dead-letters.js';
import { outboxMigrations } from './outbox.migrations.js';
import { outboxSettings } from './outbox.settings.js';
import { Outbox } from './outbox.js';
import { replayReport } from './replay-report.js';
import { OutboxRelay } from './relay/outbox-relay.js';

/** Needs `DatabaseModule`; brings its own tables. Global: business modules just inject `Outbox`. */
@Global()
@Module({
  providers: [
    Outbox,
    OutboxDeadLetters,
    {
      provide: OutboxBacklog,
      inject: [Database, ENVIRONMENT, DatabaseClose, HealthRegistry, MetricRegistry],
      useFactory: (
        database: Database,
        environment: Environment,
        close: DatabaseClose,
        health: HealthRegistry,
        metrics: MetricRegistry,
      ) => {
        const backlog = new OutboxBacklog(
          database,
          readSettings(outboxSettings, environment),
          close,
        );
        health.add(backlog);
        backlog.announce(metrics);
        return backlog;
      },
    },
    {
      provide: OutboxRelay,
      inject: [Database, PublisherRegistry, ENVIRONMENT, DatabaseClose, HealthRegistry],
      useFactory: (
        database: Database,
        publishers: PublisherRegistry,
        environment: Environment,
        close: DatabaseClose,
        health: HealthRegistry,
      ) => {
        const settings = readSettings(outboxSettings, environment);
        const relay = new OutboxRelay(database, publishers, settings, close);
        health.add(relay);
        return relay;
      },
    },
  ],
  exports: [Outbox, OutboxBacklog, OutboxDeadLetters],
})
export class OutboxModule {
  constructor(
    migrations: DatabaseMigrations,
    database: Database,
    outbox: Outbox,
    routes: EventRoutes,
    replays: ReplayOutcomes,
  ) {
    migrations.add(outboxMigrations);
    const report = replayReport(database, outbox, routes);
    if (report) replays.reportBy(report);
  }
}
