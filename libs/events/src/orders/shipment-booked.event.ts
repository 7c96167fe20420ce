import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** A carrier took the shipment. */
export const ShipmentBooked = defineEvent({
  name: 'shipment.booked',
  version: 1,
  schema: z.object({ orderId, trackingId: z.string() }),
  subject: (order) => order.orderId,
});
export type ShipmentBooked = EventData<typeof ShipmentBooked>;
