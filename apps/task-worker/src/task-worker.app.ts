import { DeadLetterResolved, OrderCompleted, OrderStalled } from '@app/events';
import { inboxSettings, redisLeaseSettings } from '@app/idempotency';
import type { AppDefinition } from '@app/messaging';
import { ordersEvents, tasks, withReplays } from '@app/topology';
import { AppModule } from './app.module.js';
import { stalledOrdersSettings } from './stalled-orders/stalled-orders.settings.js';

/**
 * Tasks at the end of an order: the invoice, which completes it, and the confirmation; and by a
 * schedule the report of orders that don't come to an end.
 */
export const taskWorker: AppDefinition = {
  name: 'task-worker',
  module: AppModule,
  consumes: [{ channel: tasks }, ...withReplays(ordersEvents, 'task-worker')],
  publishes: [DeadLetterResolved, OrderCompleted, OrderStalled],
  settings: [inboxSettings, redisLeaseSettings, stalledOrdersSettings],
  healthPort: 9105,
};
