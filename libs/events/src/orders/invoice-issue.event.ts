import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';
import { amountCents, customerId, orderId } from './order-parts.js';

/** Task: write the invoice of a shipped order, which completes it. */
export const InvoiceIssue = defineEvent({
  name: 'invoice.issue',
  version: 1,
  schema: z.object({ orderId, customerId, amountCents }),
  subject: (order) => order.orderId,
});
export type InvoiceIssue = EventData<typeof InvoiceIssue>;
