import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';
import type { MessageHeaders } from '@app/events';
import { deliveryScope } from '../delivery/delivery-scope.js';
import { traceHeaders, traceIdOf } from './trace-headers.js';

const requests = new AsyncLocalStorage<MessageHeaders>();

/**
 * The trace that the running code belongs to while this process records none: it is handed on all
 * the same, so that services before and after us see one trace.
 */
export const traceScope = {
  /** For a request: what its work publishes belongs to its trace. */
  run: <T>(headers: MessageHeaders, work: () => T): T => requests.run(headers, work),
  /** `traceparent` and `tracestate` of the delivery or else the request. */
  headers: (): MessageHeaders =>
    traceHeaders(deliveryScope.current()?.delivery.headers ?? requests.getStore()),
};

/** Of the span that is recorded, or else of the delivery or the request. */
export function currentTraceId(): string | undefined {
  return (
    trace.getActiveSpan()?.spanContext().traceId ??
    traceIdOf(deliveryScope.current()?.delivery.headers ?? requests.getStore())
  );
}
