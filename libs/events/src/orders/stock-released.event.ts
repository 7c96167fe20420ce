import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** The items of a cancelled order are for sale again. */
export const StockReleased = defineEvent({
  name: 'stock.released',
  version: 1,
  schema: z.object({ orderId }),
  subject: (order) => order.orderId,
});
export type StockReleased = EventData<typeof StockReleased>;
