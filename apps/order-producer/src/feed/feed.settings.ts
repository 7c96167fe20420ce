import { z } from 'zod';

/** Read by `readSettings`. */
export const feedSettings = z.object({
  /** How often a listener of an order's steps looks for itself, should a wake-up have been lost. */
  ORDER_FEED_POLL_INTERVAL_MS: z.coerce.number().int().positive().default(15_000),
});
