import { z } from 'zod';
import { storableText } from '../collector/storable-text.js';
import { STATUSES } from '../ledger/dead-letters.table.js';
import { REASONS } from '../ledger/reasons.js';
import { isoTime, oneOf, textFrom } from './fields.js';

export const storedText = textFrom(1, 512).refine((it) => storableText(it) === it, {
  error: 'has a NUL, or half of a character',
});
const text = storedText;
/** Instead of a status: of whatever status. */
const ALL = 'all';

/** Which dead letters are meant; what isn't given doesn't matter. */
export const filterSchema = z.strictObject({
  status: oneOf([...STATUSES, ALL])
    .transform((it) => (it === ALL ? undefined : it))
    .optional(),
  broker: text.optional(),
  /** Topic, queue or stream where the message failed. */
  source: text.optional(),
  consumer: text.optional(),
  /** The event's type. */
  type: text.optional(),
  reason: oneOf(Object.keys(REASONS)).optional(),
  key: text.optional(),
  correlationId: text.optional(),
  /** Failures of one cause, as `summary` groups them. */
  fingerprint: text.optional(),
  /** The last failure was then, or later. */
  from: isoTime.optional(),
  /** The last failure was before. */
  to: isoTime.optional(),
  /** Words of the error's message, or of the beginning of the body. */
  q: text.optional(),
});

export type Filter = z.infer<typeof filterSchema>;
