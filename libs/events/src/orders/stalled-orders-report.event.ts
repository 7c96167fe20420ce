import { z } from 'zod';
import { defineEvent, type EventData } from '../define-event.js';

/** Task: report the orders that are open for too long. It comes by a schedule. */
export const StalledOrdersReport = defineEvent({
  name: 'stalled-orders.report',
  version: 1,
  schema: z.object({}),
  subject: () => 'stalled-orders',
});
export type StalledOrdersReport = EventData<typeof StalledOrdersReport>;
