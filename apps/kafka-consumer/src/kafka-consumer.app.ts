import {
  DeadLetterResolved,
  CustomerNotified,
  PaymentRequested,
  StockRejected,
  StockReleased,
  StockReserved,
} from '@app/events';
import { inboxSettings } from '@app/idempotency';
import type { AppDefinition } from '@app/messaging';
import { ordersEvents, withReplays } from '@app/topology';
import { AppModule } from './app.module.js';

/** Inventory: reserves what an order needs, and gives it back when the order is cancelled. */
export const kafkaConsumer: AppDefinition = {
  name: 'kafka-consumer',
  module: AppModule,
  consumes: [...withReplays(ordersEvents, 'kafka-consumer')],
  publishes: [
    DeadLetterResolved,
    StockReserved,
    StockRejected,
    StockReleased,
    PaymentRequested,
    CustomerNotified,
  ],
  settings: [inboxSettings],
  healthPort: 9102,
};
