import { v7 as uuid } from 'uuid';
import type { CloudEvent } from './cloud-event.js';
import type { EventData, EventDefinition } from './define-event.js';
import { EventValidationError } from './event-validation.error.js';

/** Where an event comes from, and what it belongs to. */
export interface EventOrigin {
  /** `/order-producer`: the app that sends it. */
  readonly source: string;
  readonly time: Date;
  /** The whole story; a new one starts where none is given. */
  readonly correlationId?: string | undefined;
  /** The event that caused this one. */
  readonly causationId?: string | undefined;
}

/**
 * Makes an event of a payload.
 * @throws EventValidationError when the payload does not fit the type's schema
 */
export function createEvent<Definition extends EventDefinition>(
  definition: Definition,
  data: EventData<Definition>,
  origin: EventOrigin,
): CloudEvent<EventData<Definition>> {
  const parsed = definition.schema.safeParse(data);
  if (!parsed.success) throw EventValidationError.of(definition.type, parsed.error);

  const id = uuid();
  return {
    specversion: '1.0',
    id,
    type: definition.type,
    source: origin.source,
    subject: definition.subject(data),
    time: origin.time.toISOString(),
    datacontenttype: 'application/json',
    dataschema: `/schemas/${definition.type}`,
    partitionkey: definition.key(data),
    correlationid: origin.correlationId ?? id,
    ...(origin.causationId !== undefined && { causationid: origin.causationId }),
    ...(definition.idempotencyKey && { idempotencykey: definition.idempotencyKey(data) }),
    data: parsed.data as EventData<Definition>,
  };
}
