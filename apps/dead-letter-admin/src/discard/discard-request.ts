import { z } from 'zod';
import { textFrom } from '../listing/fields.js';
import { checkMeant, selectionFields } from '../selection/selection.js';

/** Body of `POST /dead-letters/discards`. */
export const discardRequestSchema = z
  .strictObject({
    ...selectionFields,
    /** Why they are given up, for whoever asks later. */
    reason: textFrom(3, 1_000, { isTrimmed: true }),
  })
  .superRefine(checkMeant);

export type DiscardRequest = z.infer<typeof discardRequestSchema>;
