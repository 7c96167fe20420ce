import { propagation, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import type { MessageHeaders } from '@app/events';
import { traceHeaders } from './trace-headers.js';

const getter = {
  keys: (carrier: MessageHeaders) => [...carrier.keys()],
  get: (carrier: MessageHeaders, name: string) => carrier.get(name)?.toString(),
};
const setter = {
  set: (carrier: Map<string, string | Buffer>, name: string, value: string) =>
    void carrier.set(name, value),
};

/** The context that a message or a request continues; an empty one where it has none, or a malformed one. */
export function contextOf(headers: MessageHeaders | undefined): Context {
  return propagation.extract(ROOT_CONTEXT, traceHeaders(headers), getter);
}

/** `traceparent` and `tracestate` of the context's span; nothing where it has none. */
export function headersOf(context: Context): MessageHeaders {
  const headers = new Map<string, string | Buffer>();
  propagation.inject(context, headers, setter);
  return headers;
}
