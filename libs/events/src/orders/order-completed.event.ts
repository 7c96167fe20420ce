import { z } from 'zod';
import { plainText } from '../plain-text.js';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** Paid, shipped and invoiced. */
export const OrderCompleted = defineEvent({
  name: 'order.completed',
  version: 1,
  schema: z.object({ orderId, invoiceNumber: plainText(64) }),
  subject: (order) => order.orderId,
});
export type OrderCompleted = EventData<typeof OrderCompleted>;
