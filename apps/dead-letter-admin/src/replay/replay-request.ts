import { z } from 'zod';
import { checkMeant, selectionFields } from '../selection/selection.js';

/** Body of `POST /dead-letters/replays`. */
export const replayRequestSchema = z
  .strictObject({
    ...selectionFields,
    ratePerSecond: z.number().min(0.01).max(10_000).optional(),
    /**
     * Ends the replay when as many of its messages have failed again. Until then no more than that
     * are on their way at a time, so that a consumer that still has its fault fails no more often.
     */
    stopAfterFailures: z.int().min(1).max(100_000).optional(),
    /** Also what was replayed before without an outcome, or discarded, or replayed too often. */
    force: z.boolean().default(false),
  })
  .superRefine(checkMeant);

export type ReplayRequest = z.infer<typeof replayRequestSchema>;
