import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId, reason } from './order-parts.js';

/** The provider refused the payment for good; the order is cancelled. */
export const PaymentDeclined = defineEvent({
  name: 'payment.declined',
  version: 1,
  schema: z.object({ orderId, reason }),
  subject: (order) => order.orderId,
});
export type PaymentDeclined = EventData<typeof PaymentDeclined>;
