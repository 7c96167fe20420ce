import { Controller, Module } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { defineEvent, EventCatalogue } from '@app/events';
import {
  EventPublisher,
  EventRoutes,
  startApp,
  SystemClock,
  type AppDefinition,
  type Environment,
  type StartOptions,
} from '@app/messaging';
import { z } from 'zod';
import type { BenchBroker } from './bench-broker.js';
import type { Side } from './side.js';

const BenchHappened = defineEvent({
  name: 'bench.happened',
  version: 1,
  schema: z.object({ key: z.string(), text: z.string() }),
  subject: ({ key }) => key,
});

type Extras = Partial<StartOptions>;

/**
 * Events as an app sends and handles them: composed, validated, routed, decoded, settled.
 * @param extras what the apps are started with besides
 */
export async function starterSide(
  broker: BenchBroker,
  environment: Environment,
  extras: Extras = {},
): Promise<Side> {
  const publishing = await start(broker, environment, extras);
  const publisher = publishing.get(EventPublisher, { strict: false });
  const apps = [publishing];
  return {
    publish: async (message) => void (await publisher.publish(BenchHappened, message)),
    consume: async (onMessage) =>
      void apps.push(await start(broker, environment, extras, onMessage)),
    close: async () => {
      for (const app of apps) await app.close();
    },
  };
}

function start(
  broker: BenchBroker,
  environment: Environment,
  extras: Extras,
  onMessage?: () => void,
) {
  @Controller()
  class BenchHappenedHandler {
    @EventPattern<string>(BenchHappened.type)
    handle(): void {
      onMessage?.();
    }
  }
  @Module({ controllers: onMessage ? [BenchHappenedHandler] : [] })
  class BenchModule {}

  const app: AppDefinition = {
    name: onMessage ? 'bench-consumer' : 'bench-producer',
    module: BenchModule,
    consumes: onMessage ? [{ channel: broker.channel }] : [],
    publishes: [BenchHappened],
    healthPort: 0,
  };
  return startApp(app, {
    adapters: [broker.adapter],
    catalogue: new EventCatalogue([BenchHappened]),
    routes: new EventRoutes([[BenchHappened, [broker.channel]]]),
    clock: new SystemClock(),
    environment,
    logger: false,
    ...extras,
  });
}
