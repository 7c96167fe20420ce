import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { SpanKind, SpanStatusCode, type Span } from '@opentelemetry/api';
import type { MessageHeaders } from '@app/events';
import { traceHeaders, traceScope, Tracing } from '@app/messaging';

interface TracedRequest extends IncomingMessage {
  readonly originalUrl: string;
  /** Known once the request was routed. */
  readonly route?: { readonly path: string };
}

/**
 * Begins a trace with each request that may change something, or continues that of its `traceparent`:
 * OpenTelemetry's HTTP spans, 'HTTP server'. Requests that only look would bury the others: pages poll.
 */
@Injectable()
export class TraceRequestsMiddleware implements NestMiddleware {
  constructor(private readonly tracing: Tracing) {}

  use(request: TracedRequest, response: ServerResponse, next: () => void): void {
    const headers = traceHeaders(textHeaders(request));
    if (!this.tracing.isOn) {
      if (headers.size > 0) traceScope.run(headers, next);
      else next();
      return;
    }
    const method = request.method ?? '_OTHER';
    if (method === 'GET' || method === 'HEAD') {
      next();
      return;
    }
    const attributes = {
      'http.request.method': method,
      'url.path': request.originalUrl.split('?', 1)[0],
    };
    this.tracing.within({ name: method, kind: SpanKind.SERVER, attributes, headers }, (span) => {
      response.once('close', () => endSpan(span, request, response));
      next();
    });
  }
}

function endSpan(span: Span, { method, route }: TracedRequest, response: ServerResponse): void {
  if (route) span.updateName(`${method} ${route.path}`).setAttribute('http.route', route.path);
  if (response.headersSent) {
    span.setAttribute('http.response.status_code', response.statusCode);
  }
  if (response.statusCode >= 500 || !response.writableFinished) {
    const error = response.writableFinished ? String(response.statusCode) : 'CLIENT_LEFT';
    span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function textHeaders({ headers }: IncomingMessage): MessageHeaders {
  const { traceparent, tracestate } = headers;
  const texts = new Map<string, string>();
  if (typeof traceparent === 'string') texts.set('traceparent', traceparent);
  if (typeof tracestate === 'string') texts.set('tracestate', tracestate);
  return texts;
}
