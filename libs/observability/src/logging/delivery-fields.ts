import { currentTraceId, deliveryScope } from '@app/messaging';

/** What every line written inside a delivery carries; outside of one its trace, if there is one. */
export function deliveryFields(): Record<string, unknown> {
  const current = deliveryScope.current();
  const traceId = currentTraceId();
  if (!current) return traceId === undefined ? {} : { traceId };
  const { delivery, event } = current;
  return {
    eventId: event.id,
    type: event.type,
    correlationId: event.correlationid,
    traceId,
    attempt: delivery.attempt,
    source: delivery.source,
  };
}
