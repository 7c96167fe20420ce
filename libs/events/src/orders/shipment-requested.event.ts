import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { amountCents, customerId, orderId, orderItems } from './order-parts.js';

/** The order is paid; it shall be shipped. */
export const ShipmentRequested = defineEvent({
  name: 'shipment.requested',
  version: 1,
  schema: z.object({ orderId, customerId, items: orderItems, amountCents }),
  subject: (order) => order.orderId,
});
export type ShipmentRequested = EventData<typeof ShipmentRequested>;
