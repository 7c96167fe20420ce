import { z } from 'zod';
import { milliseconds } from '@app/messaging';

/** Read by `readSettings`. */
export const stalledOrdersSettings = z.object({
  /** How long after it was placed an order that has not ended is reported. */
  STALLED_ORDER_AFTER_MS: milliseconds(10 * 60_000),
});
