import { Logger } from '@nestjs/common';
import { databaseSettings } from '@app/database';
import { EventCatalogue, sensitiveFields, systemEvents } from '@app/events';
import { RedisLeaseModule } from '@app/idempotency';
import {
  brokersOf,
  ConfigurationError,
  startApp,
  SystemClock,
  type AppDefinition,
} from '@app/messaging';
import { HealthModule, healthSettings, PinoLogger } from '@app/observability';
import { outboxSettings } from '@app/outbox';
import { eventRoutes } from '@app/topology';
import { loadBrokers } from './brokers.js';

/**
 * Runs an app as a process of its own, on the real brokers: what each `main.ts` calls. SIGTERM and
 * Ctrl-C drain it and exit with 0; what keeps it from starting is logged, and the exit code is 1.
 */
export async function runApp(app: AppDefinition): Promise<void> {
  // Until the app runs there is nothing to drain, and as PID 1 it would not even die of a signal.
  process.once('SIGTERM', giveUp).once('SIGINT', giveUp);
  try {
    const logger = new PinoLogger({
      app: app.name,
      environment: process.env,
      sensitive: sensitiveFields(systemEvents),
    });
    // What is wrong with the settings is found before Nest is there to take the logger.
    Logger.overrideLogger(logger);
    const nest = await startApp(app, {
      adapters: await loadBrokers(brokersOf(app, eventRoutes)),
      catalogue: new EventCatalogue(systemEvents),
      routes: eventRoutes,
      clock: new SystemClock(),
      environment: process.env,
      modules: [HealthModule.forRoot(app), RedisLeaseModule.forRoot()],
      settings: [databaseSettings, outboxSettings, healthSettings(app.healthPort)],
      logger,
    });
    process.off('SIGTERM', giveUp).off('SIGINT', giveUp);
    nest.enableShutdownHooks(undefined, { useProcessExit: true });
  } catch (error) {
    // Its stack would tell nothing: the message says which setting, and what to do.
    new Logger(app.name).fatal(error instanceof ConfigurationError ? error.message : error);
    process.exit(1);
  }
}

function giveUp(): never {
  process.exit(0);
}
