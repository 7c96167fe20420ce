import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** Paid, shipped and invoiced. */
export const OrderCompleted = defineEvent({
  name: 'order.completed',
  version: 1,
  schema: z.object({ orderId, invoiceNumber: z.string() }),
  subject: (order) => order.orderId,
});
export type OrderCompleted = EventData<typeof OrderCompleted>;
