import { z } from 'zod';

export const inboxSettings = z.object({
  /**
   * Must exceed the time for which any topic can be read again: 168 hours and a segment of 12 on
   * Kafka, by default. 0: for ever.
   */
  INBOX_RETENTION_HOURS: z.coerce
    .number()
    .refine((hours) => hours === 0 || hours >= 1, 'must be at least 1, or 0 for ever')
    .default(192)
    .transform((hours) => (hours === 0 ? Infinity : hours)),
});

export const httpIdempotencySettings = z.object({
  /** After this an `Idempotency-Key` is forgotten, and means a new request. */
  HTTP_IDEMPOTENCY_RETENTION_HOURS: z.coerce.number().min(1).default(24),
});
