import { v7 as uuid } from 'uuid';
import { cloudEventAttributes, type CloudEvent } from './cloud-event.js';
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
  /** The broker that delivered the cause; none where the story starts. */
  readonly via?: string | undefined;
  /** Which attempt at the cause this is; counted from 1. */
  readonly attempt?: number | undefined;
}

/**
 * Makes an event of a payload.
 * @throws EventValidationError when the payload does not fit the type's schema, or gives an attribute
 * that no consumer would accept (a key that is empty or longer than 256 characters)
 */
export function createEvent<Definition extends EventDefinition>(
  definition: Definition,
  data: EventData<Definition>,
  origin: EventOrigin,
): CloudEvent<EventData<Definition>> {
  const parsed = definition.schema.safeParse(data);
  if (!parsed.success) throw EventValidationError.of(definition.type, parsed.error);

  const id = uuid();
  const event = {
    specversion: '1.0' as const,
    id,
    type: definition.type,
    source: origin.source,
    subject: definition.subject(data),
    time: origin.time.toISOString(),
    datacontenttype: 'application/json',
    // CloudEvents wants an absolute URI here, and an event doesn't know who serves the schema.
    dataschema: `urn:event-schema:${definition.type}`,
    partitionkey: definition.key(data),
    correlationid: origin.correlationId ?? id,
    ...(origin.causationId !== undefined && { causationid: origin.causationId }),
    ...(origin.via !== undefined && { via: origin.via }),
    ...(origin.attempt !== undefined && { attempt: origin.attempt }),
    ...(definition.idempotencyKey && { idempotencykey: definition.idempotencyKey(data) }),
    data: parsed.data as EventData<Definition>,
  };
  const attributes = cloudEventAttributes.safeParse(event);
  if (!attributes.success) throw EventValidationError.of(definition.type, attributes.error);
  return event;
}
