import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { sensitiveFields, systemEvents } from '@app/events';
import { RedactingProcessor } from './redacting.processor.js';

/**
 * Registers a provider for this process; sampler, limits and batches are set by the SDK's own
 * variables, `service.name` by `OTEL_SERVICE_NAME` or else the app.
 */
export function registerProvider(app: string): void {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': app }))
    .merge(detectResources({ detectors: [envDetector] }));
  const batches = new BatchSpanProcessor(new OTLPTraceExporter());
  const redacting = new RedactingProcessor(sensitiveFields(systemEvents));
  new NodeTracerProvider({ resource, spanProcessors: [redacting, batches] }).register();
}
