import { z } from 'zod';

export const inboxSettings = z.object({
  /** Must exceed the time for which any topic can be read again; Kafka keeps 168 hours. */
  INBOX_RETENTION_HOURS: z.coerce.number().min(1).default(192),
});

export const httpIdempotencySettings = z.object({
  /** After this an `Idempotency-Key` is forgotten, and means a new request. */
  HTTP_IDEMPOTENCY_RETENTION_HOURS: z.coerce.number().min(1).default(24),
});
