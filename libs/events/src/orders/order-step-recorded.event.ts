import { z } from 'zod';
import { plainText } from '../plain-text.js';
import { defineEvent, type EventData } from '../define-event.js';
import { orderId, orderStatus } from './order-parts.js';

/** An order's history has one more step, and this is its status now. For the feed of activity. */
export const OrderStepRecorded = defineEvent({
  name: 'order.step-recorded',
  version: 1,
  schema: z.object({
    orderId,
    /** Grows within an order, with gaps. */
    seq: z.int().positive(),
    at: z.iso.datetime(),
    step: plainText(256),
    /** What delivered the cause of the step; `http` for the first. */
    broker: plainText(256),
    status: orderStatus,
  }),
  subject: (order) => order.orderId,
});
export type OrderStepRecorded = EventData<typeof OrderStepRecorded>;
