import { z } from 'zod';
import { checkMeant, selectionFields } from '../selection/selection.js';

/** Body of `POST /dead-letters/discards`. */
export const discardRequestSchema = z
  .strictObject({
    ...selectionFields,
    /** Why they are given up, for whoever asks later. */
    reason: z.string().trim().min(3).max(1_000),
  })
  .superRefine(checkMeant);

export type DiscardRequest = z.infer<typeof discardRequestSchema>;
