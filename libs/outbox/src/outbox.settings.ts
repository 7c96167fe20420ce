import { z } from 'zod';

export const outboxSettings = z.object({
  /** How often rows are looked for that no commit of this process announced. */
  OUTBOX_POLL_INTERVAL_MS: z.coerce.number().int().min(10).default(500),
  /** Rows that one claim takes at most. */
  OUTBOX_BATCH_SIZE: z.coerce.number().int().min(1).max(1_000).default(200),
  /** How long a stopping relay waits for confirmations; what has none by then stays in the outbox. */
  OUTBOX_STOP_TIMEOUT_MS: z.coerce.number().int().min(0).default(5_000),
  /**
   * How long a destination may be missing, or route a row nowhere, until the row is set aside:
   * longer than a rollout takes, in which one version knows destinations that another doesn't.
   */
  OUTBOX_REFUSAL_PATIENCE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(10 * 60_000),
  /** Unpublished rows from which on `OutboxBacklog.assertRoom()` refuses; 0: it never does. */
  OUTBOX_MAX_BACKLOG: z.coerce.number().int().min(0).default(500_000),
  /** How often backlog and dead letters are counted. */
  OUTBOX_WATCH_INTERVAL_MS: z.coerce.number().int().min(10).default(2_000),
});

export type OutboxSettings = z.infer<typeof outboxSettings>;
