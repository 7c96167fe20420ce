import { z } from 'zod';

/** Read by `readSettings`. */
export const inMemorySettings = z.object({
  /** How long closing waits for running handlers. */
  SHUTDOWN_TIMEOUT_MS: z.coerce.number().int().nonnegative().default(25_000),
});
