import { z } from 'zod';

export const startsSettings = z.object({
  /** After so many processes started it and left no outcome a message is a dead letter `CRASH_LOOP`. */
  CRASH_LOOP_LIMIT: z.coerce.number().int().positive().default(3),
  /**
   * How long a message that may have killed its process waits until all other handlers of the app
   * have ended; then it is handed back. And how long it runs alone; then others run beside it. So a
   * handler that hangs holds up nobody else for longer.
   */
  CRASH_ALONE_PATIENCE_MS: z.coerce.number().int().positive().default(60_000),
});
