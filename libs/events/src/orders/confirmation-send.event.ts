import { z } from 'zod';
import { plainText } from '../plain-text.js';
import { defineEvent, type EventData } from '../define-event.js';
import { customerId, orderId } from './order-parts.js';

/** Task: send the customer a confirmation of the shipment. */
export const ConfirmationSend = defineEvent({
  name: 'confirmation.send',
  version: 1,
  schema: z.object({ orderId, customerId, trackingId: plainText(64) }),
  subject: (order) => order.orderId,
});
export type ConfirmationSend = EventData<typeof ConfirmationSend>;
