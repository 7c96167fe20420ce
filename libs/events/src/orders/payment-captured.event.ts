import { z } from 'zod';
import { plainText } from '../plain-text.js';
import { defineEvent, type EventData } from '../define-event.js';
import { amountCents, orderId } from './order-parts.js';

/** The provider took the money. */
export const PaymentCaptured = defineEvent({
  name: 'payment.captured',
  version: 1,
  schema: z.object({ orderId, chargeId: plainText(64), amountCents }),
  subject: (order) => order.orderId,
});
export type PaymentCaptured = EventData<typeof PaymentCaptured>;
