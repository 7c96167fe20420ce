import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId } from './order-parts.js';

/** Every item of the order is set aside. */
export const StockReserved = defineEvent({
  name: 'stock.reserved',
  version: 1,
  schema: z.object({ orderId }),
  subject: (order) => order.orderId,
});
export type StockReserved = EventData<typeof StockReserved>;
