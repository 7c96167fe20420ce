import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { redactText } from '../logging/redact-text.js';

/** Takes credentials out of the texts of errors, before any other processor sees an ended span. */
export class RedactingProcessor implements SpanProcessor {
  onStart(): void {}

  onEnd({ attributes, events, status }: ReadableSpan): void {
    for (const texts of [attributes, ...events.map((event) => event.attributes ?? {})]) {
      for (const [name, value] of Object.entries(texts)) {
        if (typeof value === 'string') texts[name] = redactText(value);
      }
    }
    if (status.message !== undefined) status.message = redactText(status.message);
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
