import type { MessageHeaders } from '@app/events';

const TRACE_HEADERS = ['traceparent', 'tracestate'];

/** The trace context of a message (W3C Trace Context), to be handed on to those it causes. */
export function traceHeaders(headers: MessageHeaders | undefined): MessageHeaders {
  const trace = new Map<string, string | Buffer>();
  for (const name of TRACE_HEADERS) {
    const value = headers?.get(name);
    if (value !== undefined) trace.set(name, value);
  }
  return trace;
}
