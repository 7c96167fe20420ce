import { OrderPlaced } from '@app/events';
import type { AppDefinition } from '@app/messaging';
import { ordersEvents } from '@app/topology';
import { AppModule } from './app.module.js';

/** The HTTP API: takes orders, and keeps their status from the facts of all other services. */
export const orderProducer: AppDefinition = {
  name: 'order-producer',
  module: AppModule,
  consumes: [{ channel: ordersEvents }],
  publishes: [OrderPlaced],
  http: { defaultPort: 3000, bodyLimitBytes: 64 * 1024 },
  healthPort: 9101,
  // Orders are accepted while PostgreSQL is up: the outbox keeps them until the broker is back.
  readyWith: ['database'],
};
