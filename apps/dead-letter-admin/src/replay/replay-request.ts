import { z } from 'zod';
import type { Status } from '../ledger/dead-letters.table.js';
import { numberFrom, wholeNumberFrom } from '../listing/fields.js';
import { checkMeant, selectionFields } from '../selection/selection.js';

/** Body of `POST /dead-letters/replays`. */
export const replayRequestSchema = z
  .strictObject({
    ...selectionFields,
    ratePerSecond: numberFrom(0.01, 10_000).optional(),
    /**
     * Ends the replay when as many of its messages have failed again. Until then no more than that
     * are on their way at a time, so that a consumer that still has its fault fails no more often.
     */
    stopAfterFailures: wholeNumberFrom(1, 100_000).optional(),
    /** Also what was replayed before without an outcome, or discarded, or replayed too often. */
    force: z.boolean().default(false),
  })
  .superRefine(checkMeant);

export type ReplayRequest = z.infer<typeof replayRequestSchema>;

export function replayable(force: boolean): readonly Status[] {
  return force ? ['open', 'replayed', 'discarded'] : ['open'];
}
