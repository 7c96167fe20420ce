import { z } from 'zod';
import { plainText } from './plain-text.js';

const name = plainText(256);

/**
 * The context attributes of a CloudEvent as we accept them from anyone.
 * Required ones after CloudEvents 1.0.2, section 'Context Attributes'; `partitionkey` after the
 * Partitioning extension; `correlationid` and `causationid` after the Correlation extension.
 * Unknown extensions pass through untouched.
 */
export const cloudEventAttributes = z.looseObject({
  specversion: z.literal('1.0'),
  id: name,
  type: name,
  source: name,
  subject: name.optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  datacontenttype: name.optional(),
  dataschema: plainText(2048).optional(),
  partitionkey: name.optional(),
  correlationid: name.optional(),
  causationid: name.optional(),
  idempotencykey: name.optional(),
  /** Ours: the broker that delivered the cause of this event. */
  via: name.optional(),
  /** Ours: which attempt at its cause made this event. A stranger's other meaning of it is dropped. */
  attempt: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional()
    .catch(undefined),
});

/** A domain event on its way: CloudEvents 1.0 attributes around a payload. Immutable. */
export type CloudEvent<Data = unknown> = Readonly<z.infer<typeof cloudEventAttributes>> & {
  readonly data: Data;
};
