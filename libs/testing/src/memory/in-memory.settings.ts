import { z } from 'zod';

/** Read by `readSettings`. */
export const inMemorySettings = z.object({
  /** How long closing waits for running handlers. */
  IN_MEMORY_DRAIN_DEADLINE_MS: z.coerce.number().int().nonnegative().default(10_000),
});
