import { decodeEvent, DecodeError, describeIssues, upcast, type CloudEvent } from '@app/events';
import type { Delivery } from '../delivery/delivery.js';
import { readReplay } from '../delivery/replay-headers.js';
import { DeadLetterError } from '../settlement/dead-letter.error.js';
import { checkLimits } from './check-limits.js';
import type { Consumer } from './consumer.js';
import type { Handler } from './handler-table.js';

/** A message that passed every check before its handler. */
export interface ReadableMessage {
  /** As received, except that `type` and `data` are those of the handled version. */
  readonly event: CloudEvent;
  readonly handler: Handler;
}

/**
 * Limits → decode → find handler → validate → upcast. Nothing here has an effect, so a bad message
 * never claims an idempotency key.
 * @returns undefined for an event on a stream that this consumer doesn't handle
 * @throws DecodeError, DeadLetterError, HostileHeadersError: each names its dead-letter reason
 */
export function readMessage(delivery: Delivery, consumer: Consumer): ReadableMessage | undefined {
  checkLimits(delivery, consumer.maxBodyBytes);
  if (isForAnother(delivery)) return undefined;
  const event = decodeEvent(delivery.body, delivery.headers);

  const route = consumer.handlers.routes.get(event.type);
  if (!route) return withoutHandler(event, delivery, consumer);

  const payload = route.received.schema.safeParse(event.data);
  if (!payload.success) {
    throw new DecodeError(
      'SCHEMA_MISMATCH',
      `${event.type} does not fit its schema: ${describeIssues(payload.error)}.`,
      { cause: payload.error },
    );
  }
  const data = upcast(payload.data, route.path);
  return { event: { ...event, type: route.handledType, data }, handler: route.handler };
}

/** Everyone reads a stream; a replay on it is meant for the one consumer that failed. */
function isForAnother({ headers, source }: Delivery): boolean {
  const consumer = source.kind === 'stream' ? readReplay(headers)?.for : undefined;
  return consumer !== undefined && consumer !== source.consumer;
}

function withoutHandler(event: CloudEvent, delivery: Delivery, consumer: Consumer): undefined {
  const name = event.type.replace(/\.v[0-9]+$/, '');
  if (consumer.handlers.handledNames.has(name)) {
    throw new DeadLetterError(
      'UNKNOWN_VERSION',
      `${event.type} is handled here in other versions only. Deploy a consumer that knows it, then replay.`,
    );
  }
  if (delivery.source.kind === 'queue') {
    throw new DeadLetterError(
      'NO_HANDLER',
      `${event.type} came to queue ${delivery.source.name}, but no handler takes it.`,
    );
  }
  return undefined;
}
