import { SpanKind, context } from '@opentelemetry/api';
import { toError } from '../errors/to-error.js';
import type { Destination, OutboundMessage } from '../publishing/outbound-message.js';
import { failSpan } from './fail-span.js';
import { headersOf } from './header-carrier.js';
import { destinationAttributes } from './messaging-attributes.js';
import type { Tracing } from './tracing.js';

/**
 * A producer span around a publish: OpenTelemetry's messaging spans, 'Producer spans', operation type
 * `send`. Its parent is the code that made the message, which wrote its context into the headers,
 * even where an outbox has kept it for hours; the message leaves with the context of this span.
 */
export async function tracePublish(
  tracing: Tracing,
  destination: Destination,
  message: OutboundMessage,
  publish: (message: OutboundMessage) => Promise<void>,
): Promise<void> {
  const plan = {
    name: `publish ${destination.name}`,
    kind: SpanKind.PRODUCER,
    attributes: {
      ...destinationAttributes(destination),
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'publish',
      'messaging.message.id': message.id,
      'messaging.message.body.size': message.body.length,
      'cloudevents.event_type': message.type,
    },
    headers: message.headers,
  };
  await tracing.within(plan, async (span) => {
    try {
      const headers = new Map([...message.headers, ...headersOf(context.active())]);
      await publish({ ...message, headers });
    } catch (error) {
      failSpan(span, toError(error));
      throw error;
    } finally {
      span.end();
    }
  });
}
