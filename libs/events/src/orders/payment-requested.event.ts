import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { amountCents, customerId, orderId, orderItems, paymentMethod } from './order-parts.js';

/** The stock is reserved; the payment shall be captured. */
export const PaymentRequested = defineEvent({
  name: 'payment.requested',
  version: 1,
  schema: z.object({ orderId, customerId, items: orderItems, amountCents, paymentMethod }),
  subject: (order) => order.orderId,
});
export type PaymentRequested = EventData<typeof PaymentRequested>;
