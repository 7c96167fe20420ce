import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { amountCents, customerId, orderId, orderItems, paymentMethod } from './order-parts.js';

/** A customer placed an order; nothing is reserved or paid yet. */
export const OrderPlaced = defineEvent({
  name: 'order.placed',
  version: 1,
  schema: z.object({ orderId, customerId, items: orderItems, amountCents, paymentMethod }),
  subject: (order) => order.orderId,
});
export type OrderPlaced = EventData<typeof OrderPlaced>;
