import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** An order is open for longer than it should be. A report: nothing is cancelled by it. */
export const OrderStalled = defineEvent({
  name: 'order.stalled',
  version: 1,
  schema: z.object({ orderId, placedAt: z.iso.datetime() }),
  subject: (order) => order.orderId,
});
export type OrderStalled = EventData<typeof OrderStalled>;
