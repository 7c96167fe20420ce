import { z } from 'zod';
import { plainText } from '../plain-text.js';
import { defineEvent, type EventData } from '../define-event.js';
import { customerId, orderId } from './order-parts.js';

/** The customer shall know how the order goes. */
export const CustomerNotified = defineEvent({
  name: 'customer.notified',
  version: 1,
  schema: z.object({ orderId, customerId, message: plainText(500) }),
  subject: (order) => order.orderId,
});
export type CustomerNotified = EventData<typeof CustomerNotified>;
