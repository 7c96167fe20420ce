import { z } from 'zod';

export const outboxSettings = z.object({
  /** How often rows are looked for that no commit of this process announced. */
  OUTBOX_POLL_INTERVAL_MS: z.coerce.number().int().min(10).default(500),
  /** Rows that one claim takes at most. */
  OUTBOX_BATCH_SIZE: z.coerce.number().int().min(1).max(1_000).default(200),
  /** How long a stopping relay waits for confirmations; what has none by then stays in the outbox. */
  OUTBOX_STOP_TIMEOUT_MS: z.coerce.number().int().min(0).default(5_000),
});

export type OutboxSettings = z.infer<typeof outboxSettings>;
