import { DeadLetterResolved, ConfirmationSend, InvoiceIssue, ShipmentBooked } from '@app/events';
import { inboxSettings } from '@app/idempotency';
import type { AppDefinition } from '@app/messaging';
import { shipments } from '@app/topology';
import { AppModule } from './app.module.js';

/** Shipping: books a carrier for each paid order. */
export const sqsPoller: AppDefinition = {
  name: 'sqs-poller',
  module: AppModule,
  consumes: [{ channel: shipments }],
  publishes: [DeadLetterResolved, ShipmentBooked, InvoiceIssue, ConfirmationSend],
  settings: [inboxSettings],
  healthPort: 9104,
};
