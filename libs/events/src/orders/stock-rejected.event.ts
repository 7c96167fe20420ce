import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId, reason } from './order-parts.js';

/** An item is sold out; nothing was set aside, the order is cancelled. */
export const StockRejected = defineEvent({
  name: 'stock.rejected',
  version: 1,
  schema: z.object({ orderId, reason }),
  subject: (order) => order.orderId,
});
export type StockRejected = EventData<typeof StockRejected>;
