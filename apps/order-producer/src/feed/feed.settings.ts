import { z } from 'zod';

/** Read by `readSettings`. */
export const feedSettings = z.object({
  /** How often, at least, a listener of an order's steps looks for itself: a wake-up may be lost. */
  ORDER_FEED_POLL_INTERVAL_MS: z.coerce.number().int().positive().default(15_000),
});
