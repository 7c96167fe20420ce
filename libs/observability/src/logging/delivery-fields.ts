import { deliveryScope } from '@app/messaging';

/** What every line written inside a delivery carries; nothing outside of one. */
export function deliveryFields(): Record<string, unknown> {
  const current = deliveryScope.current();
  if (!current) return {};
  const { delivery, event } = current;
  return {
    eventId: event.id,
    type: event.type,
    correlationId: event.correlationid,
    attempt: delivery.attempt,
    source: delivery.source,
  };
}
