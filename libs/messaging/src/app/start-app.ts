import {
  Logger,
  type DynamicModule,
  type INestApplication,
  type LoggerService,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { NestMicroservice } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ZodType } from 'zod';
import { RethrowFilter } from '../pipeline/rethrow.filter.js';
import type { AppDefinition } from './app-definition.js';
import type { BrokerAdapter } from './broker-adapter.js';
import { checkHandlers } from './check-handlers.js';
import { brokersOf } from './brokers-of.js';
import { HealthRegistry } from './health.js';
import { httpSettings, listenHttp } from './listen-http.js';
import { breakerSettings } from '../breaker/breaker.settings.js';
import { startsSettings } from '../starts/starts.settings.js';
import { checkSettings } from './settings.js';
import { MessagingModule, type MessagingModuleOptions } from './messaging.module.js';

export interface StartOptions extends Omit<MessagingModuleOptions, 'app' | 'adapters'> {
  /** Those of the whole system; the app gets the ones that it uses. */
  readonly adapters: MessagingModuleOptions['adapters'];
  /** What every app of the system has besides: health, metrics. */
  readonly modules?: readonly DynamicModule[];
  /** What `modules` read from the environment, and what every app does. */
  readonly settings?: readonly ZodType[];
  readonly logger?: LoggerService | false;
}

/**
 * Puts an app together with its transports and starts it. When this resolves, migrations have
 * run, consumers are subscribed and HTTP answers. The caller owns signals and `close()`.
 * @throws ConfigurationError naming every wrong setting, before anything is started
 */
export async function startApp(
  app: AppDefinition,
  options: StartOptions,
): Promise<INestApplication> {
  const { modules = [], settings = [], logger, ...messaging } = options;
  const needed = brokersOf(app, options.routes);
  const adapters = options.adapters.filter((it) => it.brokers.some((name) => needed.has(name)));
  // Before Nest, which would stop at the first wrong one, and log it, too.
  checkSettings(
    [
      ...adapters.flatMap((it) => it.settings ?? []),
      breakerSettings,
      startsSettings,
      ...settings,
      ...(app.settings ?? []),
      ...(app.http ? [httpSettings(app.http.defaultPort)] : []),
    ],
    options.environment,
  );

  class Root {}
  const root: DynamicModule = {
    module: Root,
    imports: [
      MessagingModule.forRoot({ ...messaging, app, adapters }),
      ...adapters.map((adapter) =>
        adapter.module({
          app: app.name,
          consumes: app.consumes.filter((it) => adapter.brokers.includes(it.channel.broker)),
          environment: options.environment,
        }),
      ),
      ...modules,
      app.module,
    ],
  };
  const nest = await NestFactory.create<NestExpressApplication>(root, {
    abortOnError: false,
    bodyParser: false,
    ...(logger !== undefined && { logger }),
  });
  try {
    await bringUp(nest, app, adapters, options);
    return nest;
  } catch (error) {
    // What is up already must not go on without the rest.
    await nest.close().catch((cause: unknown) => {
      new Logger('startApp').error({ error: cause, msg: `${app.name} did not close cleanly` });
    });
    throw error;
  }
}

async function bringUp(
  nest: NestExpressApplication,
  app: AppDefinition,
  adapters: readonly BrokerAdapter[],
  { environment, routes }: Pick<StartOptions, 'environment' | 'routes'>,
): Promise<void> {
  if (app.http) nest.useBodyParser('json', { limit: app.http.bodyLimitBytes });
  // Migrations and other onModuleInit work first: nothing may arrive before its tables exist.
  await nest.init();
  for (const adapter of adapters) {
    const microservice = nest.connectMicroservice(
      { strategy: nest.get(adapter.transport, { strict: false }) },
      { inheritAppConfig: true, deferInitialization: true },
    );
    // Otherwise Nest calls onModuleInit and onApplicationBootstrap again for each transport.
    if (microservice instanceof NestMicroservice) microservice.setIsInitHookCalled(true);
    microservice.useGlobalFilters(new RethrowFilter());
  }
  await nest.startAllMicroservices();
  const transports = adapters.map(({ transport }) => nest.get(transport, { strict: false }));
  nest.get(HealthRegistry).watchLife(transports);
  for (const { transport } of adapters) {
    checkHandlers(app, nest.get(transport, { strict: false }).handlers.all(), routes);
  }
  if (app.http) await listenHttp(nest, app.http.defaultPort, environment);
  nest.get(HealthRegistry).markStarted();
}
