import type { z } from 'zod';

/** What a domain event is, in one place: name, version, payload schema, and what orders it. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  /** On the wire: `<name>.v<version>`, for example `order.placed.v1`. */
  readonly type: string;
  readonly name: string;
  readonly version: number;
  readonly schema: Schema;
  /** The aggregate that the event is about; also the default ordering key. */
  readonly subject: (data: z.infer<Schema>) => string;
  /** What orders it: events of one key are handled in the order of publishing. */
  readonly key: (data: z.infer<Schema>) => string;
  /** A deterministic business key, where one exists (see `idempotencyKey()`). */
  readonly idempotencyKey: ((data: z.infer<Schema>) => string) | undefined;
  readonly previous: PreviousVersion | undefined;
}

/** The version before, and how its payload becomes ours. */
export interface PreviousVersion {
  readonly definition: EventDefinition;
  readonly upcast: (data: never) => unknown;
}

/** The payload type of a definition: `type OrderPlaced = EventData<typeof OrderPlaced>`. */
export type EventData<Definition extends EventDefinition> = Readonly<z.infer<Definition['schema']>>;

interface EventOptions<Schema extends z.ZodType, Old extends z.ZodType> {
  /** Past tense for a fact (`order.placed`), imperative for a task (`invoice.issue`). */
  name: string;
  version: number;
  /** Fields with `.meta({ sensitive: true })` are hidden in logs. */
  schema: Schema;
  subject: (data: z.infer<Schema>) => string;
  key?: (data: z.infer<Schema>) => string;
  idempotencyKey?: (data: z.infer<Schema>) => string;
  previous?: {
    definition: EventDefinition<Old>;
    upcast: (data: z.infer<Old>) => z.infer<Schema>;
  };
}

/**
 * Defines an event type. Export the payload type under the same name beside it.
 * A new version points to the one before through `previous`; consumers handle the newest only.
 */
export function defineEvent<Schema extends z.ZodType, Old extends z.ZodType = z.ZodType>(
  options: EventOptions<Schema, Old>,
): EventDefinition<Schema> {
  return Object.freeze({
    type: `${options.name}.v${options.version}`,
    name: options.name,
    version: options.version,
    schema: options.schema,
    subject: options.subject,
    key: options.key ?? options.subject,
    idempotencyKey: options.idempotencyKey,
    previous: options.previous as PreviousVersion | undefined,
  });
}
