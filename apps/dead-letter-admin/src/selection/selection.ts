import { z } from 'zod';
import { filterSchema, storedText } from '../listing/filter.js';

const MAX_IDS = 1_000;

/** Which dead letters are meant: these, or all that fit. */
export const selectionFields = {
  ids: z.array(storedText).min(1).max(MAX_IDS).optional(),
  filter: filterSchema.omit({ status: true }).optional(),
  /** As many at most, the oldest first. */
  limit: z.int().min(1).optional(),
  /** True: says what would be done, and does nothing. */
  dryRun: z.boolean().default(false),
};

export interface Selection {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: Omit<z.infer<typeof filterSchema>, 'status'> | undefined;
  readonly limit?: number | undefined;
}

/** Nobody means all dead letters by leaving everything out. */
export function isOneOf({ ids, filter }: Selection): boolean {
  return (ids === undefined) !== (filter === undefined);
}

export const ONE_OF = { error: "give either 'ids' or 'filter'", path: ['ids'] };
