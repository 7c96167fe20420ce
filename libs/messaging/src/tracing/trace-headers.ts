import { headerText, type MessageHeaders } from '@app/events';

/** W3C Trace Context, sections 3.2 and 3.3: what isn't of this form is dropped, not passed on. */
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/** The trace context of a message, to be handed on to those it causes. */
export function traceHeaders(headers: MessageHeaders | undefined): MessageHeaders {
  const trace = new Map<string, string>();
  const parent = headers && headerText(headers, 'traceparent');
  if (!parent || !TRACEPARENT.test(parent)) return trace;

  trace.set('traceparent', parent);
  const state = headerText(headers, 'tracestate');
  if (state && TRACESTATE.test(state)) trace.set('tracestate', state);
  return trace;
}

/** The trace that a message belongs to. */
export function traceIdOf(headers: MessageHeaders | undefined): string | undefined {
  const parent = headers && headerText(headers, 'traceparent');
  return parent === undefined ? undefined : TRACEPARENT.exec(parent)?.[1];
}
