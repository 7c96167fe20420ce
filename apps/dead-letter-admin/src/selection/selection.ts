import { z } from 'zod';
import { filterSchema, storedText } from '../listing/filter.js';
import { wholeNumberFrom } from '../listing/fields.js';

const MAX_IDS = 1_000;

/** Which dead letters are meant: these, or those that fit, or all. */
export const selectionFields = {
  ids: z.array(storedText).min(1).max(MAX_IDS).optional(),
  filter: filterSchema.omit({ status: true }).optional(),
  /** True: all of them. A filter that names nothing doesn't mean that by itself. */
  all: z.boolean().optional(),
  /** As many at most, the oldest first. */
  limit: wholeNumberFrom(1).optional(),
  /** True: says what would be done, and does nothing. */
  dryRun: z.boolean().default(false),
};

export interface Selection {
  readonly ids?: readonly string[] | undefined;
  readonly filter?: Omit<z.infer<typeof filterSchema>, 'status'> | undefined;
  readonly all?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** Nobody means all dead letters by leaving everything out. */
export function checkMeant(given: Selection, context: z.RefinementCtx<Selection>): void {
  // A field that is unknown names something, too; that it is unknown is said already.
  if (context.issues.length > 0) return;
  const { ids, filter, all = false } = given;
  const names = Object.keys(filter ?? {}).length > 0;
  if ([ids !== undefined, names, all].filter(Boolean).length === 1) return;
  const isEmptyFilter = filter !== undefined && ids === undefined && !all;
  context.addIssue({
    code: 'custom',
    path: [isEmptyFilter ? 'filter' : 'ids'],
    message: isEmptyFilter
      ? 'names nothing: name a field, or say "all": true if every dead letter is meant'
      : "give one of 'ids', a 'filter' that names a field, or \"all\": true",
  });
}

/** What the audit keeps of it. */
export function asGiven({ ids, filter, all, limit }: Selection): Selection {
  return { ids, filter, all, limit };
}
