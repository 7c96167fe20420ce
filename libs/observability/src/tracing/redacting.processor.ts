import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { hiddenNow } from '../logging/hidden.js';
import { redactText } from '../logging/redact-text.js';

/**
 * Takes out of the texts of a span what no log line shows either, before any other processor sees
 * it: credentials, and what the event of the delivery in which it ends has in fields of the names
 * `sensitive`.
 */
export class RedactingProcessor implements SpanProcessor {
  constructor(private readonly sensitive: ReadonlySet<string>) {}

  onStart(): void {}

  onEnd({ attributes, events, status }: ReadableSpan): void {
    const hidden = hiddenNow(this.sensitive);
    for (const texts of [attributes, ...events.map((event) => event.attributes ?? {})]) {
      for (const [name, value] of Object.entries(texts)) {
        if (typeof value === 'string') texts[name] = redactText(value, hidden);
      }
    }
    if (status.message !== undefined) status.message = redactText(status.message, hidden);
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}
