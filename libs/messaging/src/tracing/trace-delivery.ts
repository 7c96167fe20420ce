import { SpanKind, type Attributes, type Span } from '@opentelemetry/api';
import type { CloudEvent } from '@app/events';
import type { Delivery } from '../delivery/delivery.js';
import { deliveryScope } from '../delivery/delivery-scope.js';
import type { Settlement } from '../settlement/settlement.js';
import { failSpan } from './fail-span.js';
import { destinationAttributes } from './messaging-attributes.js';
import type { Tracing } from './tracing.js';

/** What came of a delivery. */
export interface Processed {
  /** Undefined where the message could not be read. */
  readonly event: CloudEvent | undefined;
  readonly settlement: Settlement;
  /** An event on a stream that this consumer doesn't handle. */
  readonly isIgnored: boolean;
}

/**
 * A consumer span around an attempt, child of the span that sent the message: OpenTelemetry's
 * messaging spans, 'Trace structure', 'Consumer spans', operation type `process`. Each attempt has
 * its own; one that failed says so. What is ignored leaves none: every group reads all of a stream.
 */
export async function traceDelivery(
  tracing: Tracing,
  delivery: Delivery,
  process: () => Promise<Processed>,
): Promise<Processed> {
  const { source, headers } = delivery;
  const plan = {
    name: `process ${source.name}`,
    kind: SpanKind.CONSUMER,
    attributes: attributesOf(delivery),
    headers,
  };
  return tracing.within(plan, async (span) => {
    const processed = await process();
    if (!processed.isIgnored) end(span, delivery, processed);
    return processed;
  });
}

function attributesOf({ source, body, attempt }: Delivery): Attributes {
  const { partition, offset } = source.coordinates;
  return {
    ...destinationAttributes(source),
    'messaging.operation.type': 'process',
    'messaging.operation.name': 'process',
    'messaging.consumer.group.name': source.consumer,
    'messaging.message.body.size': body.length,
    'messaging.delivery.attempt': attempt,
    ...(partition !== undefined && { 'messaging.destination.partition.id': String(partition) }),
    ...(offset !== undefined && { [`messaging.${source.broker}.offset`]: Number(offset) }),
  };
}

function end(span: Span, delivery: Delivery, { event, settlement }: Processed): void {
  // Inside its scope, what redacts spans knows what of the event they must not show.
  if (event) deliveryScope.run({ delivery, event }, () => tell(span, event, settlement));
  else tell(span, event, settlement);
}

function tell(span: Span, event: CloudEvent | undefined, settlement: Settlement): void {
  if (event) {
    span.setAttributes({
      'messaging.message.id': event.id,
      'messaging.message.conversation_id': event.correlationid,
      'cloudevents.event_type': event.type,
    });
  }
  span.setAttribute('messaging.delivery.settlement', settlement.kind);
  if (settlement.kind === 'dead-letter') {
    span.setAttribute('messaging.delivery.dead_letter_reason', settlement.reason);
  }
  // A hand-back is no failure: somebody else was at it, or the app stops.
  const isFailure =
    settlement.kind === 'dead-letter' || (settlement.kind === 'retry' && settlement.costsAttempt);
  if (isFailure) failSpan(span, settlement.error);
  span.end();
}
