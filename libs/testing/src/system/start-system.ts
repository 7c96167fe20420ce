import type { DynamicModule, INestApplication, LoggerService } from '@nestjs/common';
import type { EventCatalogue } from '@app/events';
import {
  startApp,
  SystemClock,
  type AppDefinition,
  type Clock,
  type Environment,
  type EventRoutes,
} from '@app/messaging';
import { inMemory } from '../memory/in-memory.adapter.js';
import { inMemoryLeases } from '../memory/in-memory-lease.module.js';
import { InMemoryLeaseStore } from '../memory/in-memory-lease.store.js';
import { InMemoryBroker } from '../memory/in-memory-broker.js';
import type { InMemoryTopology } from '../memory/in-memory-topology.js';
import { brokerNamesOf } from './broker-names.js';

export interface SystemOptions {
  readonly apps: readonly AppDefinition[];
  readonly catalogue: EventCatalogue;
  readonly routes: EventRoutes;
  /** Declares every stream, queue and exchange of the system. */
  readonly declare: (topology: InMemoryTopology) => unknown;
  /** Delays retries, and is what the apps call time. Default: the real one. */
  readonly clock?: Clock;
  /** What apps read instead of `process.env`. `PORT` and `HEALTH_PORT` are free ones by default. */
  readonly environment?: Environment;
  /** What each app has besides: health, metrics. */
  readonly modulesFor?: (app: AppDefinition) => readonly DynamicModule[];
  /** Default: silence. */
  readonly loggerFor?: (app: AppDefinition) => LoggerService | false;
}

/** Several apps on one broker in memory. */
export interface RunningSystem {
  readonly broker: InMemoryBroker;
  /** Of all apps, as one server would keep them. */
  readonly leases: InMemoryLeaseStore;
  /** @throws Error for an app that isn't part of the system */
  app(name: string): INestApplication;
  /** Drains and closes every app, then the broker. */
  stop(): Promise<void>;
}

/**
 * Starts a whole system in this process. No app has a line that knows about it: where the real
 * composition adds brokers, this one adds memory under the same names.
 */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { apps, catalogue, routes, clock = new SystemClock() } = options;
  const broker = new InMemoryBroker(clock);
  options.declare(broker.topology);
  const leases = new InMemoryLeaseStore(clock);
  const adapters = [inMemory(broker, brokerNamesOf(apps, routes))];
  const running = new Map<string, INestApplication>();
  const stop = async () => {
    await Promise.all([...running.values()].map((app) => app.close()));
    broker.close();
  };
  try {
    for (const app of apps) {
      const started = await startApp(app, {
        adapters,
        catalogue,
        routes,
        clock,
        environment: { PORT: '0', HEALTH_PORT: '0', ...options.environment },
        modules: [inMemoryLeases(leases), ...(options.modulesFor?.(app) ?? [])],
        logger: options.loggerFor?.(app) ?? false,
      });
      running.set(app.name, started);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { broker, leases, app: (name) => find(running, name), stop };
}

function find(running: ReadonlyMap<string, INestApplication>, name: string): INestApplication {
  const app = running.get(name);
  if (!app) throw new Error(`No app '${name}'. The system has: ${[...running.keys()].join(', ')}.`);
  return app;
}
