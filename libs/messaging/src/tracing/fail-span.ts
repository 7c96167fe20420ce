import { SpanStatusCode, type Span } from '@opentelemetry/api';
import { MessagingError } from '@app/events';

/** Marks a span as failed, with its error as an event, by OpenTelemetry's 'Recording errors'. */
export function failSpan(span: Span, error: Error): void {
  span.recordException(error);
  span.setAttribute('error.type', error instanceof MessagingError ? error.code : error.name);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}
