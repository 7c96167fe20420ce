import { DeadLetterResolved, OrderPlaced, OrderStepRecorded } from '@app/events';
import { httpIdempotencySettings, inboxSettings } from '@app/idempotency';
import type { AppDefinition } from '@app/messaging';
import { orderActivity, ordersEvents, withReplays } from '@app/topology';
import { AppModule } from './app.module.js';
import { feedSettings } from './feed/feed.settings.js';
import { pageSettings } from './page/page.settings.js';

/** The HTTP API: takes orders, and keeps their status from the facts of all other services. */
export const orderProducer: AppDefinition = {
  name: 'order-producer',
  module: AppModule,
  consumes: [...withReplays(ordersEvents, 'order-producer'), { channel: orderActivity }],
  publishes: [DeadLetterResolved, OrderPlaced, OrderStepRecorded],
  http: { defaultPort: 3000, bodyLimitBytes: 64 * 1024 },
  settings: [inboxSettings, httpIdempotencySettings, feedSettings, pageSettings],
  healthPort: 9101,
  // Orders are accepted while PostgreSQL is up: the outbox keeps them until the broker is back, and the
  // feed goes on.
  readyWith: ['database'],
};
