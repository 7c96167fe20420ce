import { z } from 'zod';
import { DEAD_LETTER_REASONS, MAX_REPLAY_NUMBER, type DeadLetterReason } from '@app/messaging';

/** Of a dead letter: half a SHA-256, in hex. */
const id = z.string().regex(/^[0-9a-f]{32}$/);
const reasons = Object.keys(DEAD_LETTER_REASONS) as [DeadLetterReason, ...DeadLetterReason[]];

/**
 * Everything about a failure that the message itself doesn't say. It travels as one header beside
 * the untouched body. Times are RFC 3339 in UTC.
 */
export const deadLetterSchema = z.object({
  /** Deterministic: the same failed message gives the same id, however often it is written. */
  id,
  reason: z.enum(reasons),
  error: z.object({
    name: z.string(),
    code: z.string().optional(),
    message: z.string(),
    stack: z.string(),
  }),
  /** How often the handler was tried, this time included. */
  attempts: z.number().int().positive(),
  firstFailedAt: z.iso.datetime(),
  lastFailedAt: z.iso.datetime(),
  /** When each attempt failed, the latest 20; letters of older versions of ours lack it. */
  failedAt: z.array(z.iso.datetime()).max(20).optional(),
  source: z.object({
    broker: z.string(),
    name: z.string(),
    kind: z.enum(['stream', 'queue']),
    consumer: z.string(),
    coordinates: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  key: z.string().optional(),
  /** Of the app that gave up on it, where its deployment says so. */
  appVersion: z.string().optional(),
  /** Where the message was the replay of a dead letter: of which, and the how manieth. */
  replay: z
    .object({ of: id, number: z.number().int().positive().max(MAX_REPLAY_NUMBER) })
    .optional(),
  /** Original headers that had to go so that the dead letter fits. */
  droppedHeaders: z.array(z.string()).optional(),
});

export type DeadLetter = z.infer<typeof deadLetterSchema>;
