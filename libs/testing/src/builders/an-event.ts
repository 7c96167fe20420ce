import { createEvent, type CloudEvent, type EventData, type EventDefinition } from '@app/events';

/** A valid event as some other service would send it; `overrides` replace attributes. */
export function anEvent<D extends EventDefinition>(
  definition: D,
  data: EventData<D>,
  overrides: Partial<CloudEvent<EventData<D>>> = {},
): CloudEvent<EventData<D>> {
  const time = new Date('2026-01-01T00:00:00Z');
  return { ...createEvent(definition, data, { source: '/test', time }), ...overrides };
}
