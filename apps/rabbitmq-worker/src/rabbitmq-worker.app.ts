import {
  DeadLetterResolved,
  CustomerNotified,
  PaymentCaptured,
  PaymentDeclined,
  ShipmentRequested,
} from '@app/events';
import { inboxSettings } from '@app/idempotency';
import type { AppDefinition } from '@app/messaging';
import { audit, notifications, payments } from '@app/topology';
import { AppModule } from './app.module.js';

/** Payments, and what the customer and the auditor hear of them. */
export const rabbitmqWorker: AppDefinition = {
  name: 'rabbitmq-worker',
  module: AppModule,
  consumes: [{ channel: payments }, { channel: notifications }, { channel: audit }],
  publishes: [
    DeadLetterResolved,
    PaymentCaptured,
    PaymentDeclined,
    CustomerNotified,
    ShipmentRequested,
  ],
  settings: [inboxSettings],
  healthPort: 9103,
};
