import { z } from 'zod';

export const startsSettings = z.object({
  /** After so many recorded starts without an outcome a message is a dead letter `CRASH_LOOP`. */
  CRASH_LOOP_LIMIT: z.coerce.number().int().positive().default(3),
});
