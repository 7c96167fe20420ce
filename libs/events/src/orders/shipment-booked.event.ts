import { z } from 'zod';
import { plainText } from '../plain-text.js';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** A carrier took the shipment. */
export const ShipmentBooked = defineEvent({
  name: 'shipment.booked',
  version: 1,
  schema: z.object({ orderId, trackingId: plainText(64) }),
  subject: (order) => order.orderId,
});
export type ShipmentBooked = EventData<typeof ShipmentBooked>;
