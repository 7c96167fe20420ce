import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventCatalogue, type EventDefinition } from '@app/events';
import { EventRoutes, MessagingModule, SystemClock } from '@app/messaging';
import type { BrokerAdapter, Destination, Environment } from '@app/messaging';

export interface TestContextOptions {
  readonly imports: readonly (Type | DynamicModule)[];
  readonly environment?: Environment;
  readonly adapters?: readonly BrokerAdapter[];
  readonly routes?: readonly (readonly [EventDefinition, readonly Destination[]])[];
}

/** Starts modules in an app of their own, without HTTP and without consuming anything. */
export async function startTestContext({
  imports,
  environment = {},
  adapters = [],
  routes = [],
}: TestContextOptions): Promise<INestApplicationContext> {
  class Root {}
  const messaging = MessagingModule.forRoot({
    app: {
      name: 'test-app',
      module: Root,
      consumes: [],
      publishes: routes.map(([definition]) => definition),
      healthPort: 0,
    },
    adapters,
    catalogue: new EventCatalogue(routes.map(([definition]) => definition)),
    routes: new EventRoutes(routes),
    clock: new SystemClock(),
    environment,
  });
  const brokers = adapters.map((it) => it.module({ app: 'test-app', consumes: [], environment }));
  const root = { module: Root, imports: [messaging, ...brokers, ...imports] };
  return NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
}
