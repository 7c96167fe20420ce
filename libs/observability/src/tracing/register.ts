import { diag, DiagLogLevel } from '@opentelemetry/api';
import { PinoLogger } from '../logging/pino-logger.js';
import { appOf } from './app-of.js';
import { isTracingConfigured } from './is-tracing-configured.js';
import { TracingWarnings } from './tracing-warnings.js';

/**
 * For `node --import`: records traces and sends them by OTLP over HTTP where OpenTelemetry's own
 * variables say so (`OTEL_EXPORTER_OTLP_ENDPOINT`, …). Otherwise the SDK isn't even loaded. Whatever
 * is wrong with it is a warning: an app never stops because nobody takes its traces.
 */
if (isTracingConfigured(process.env)) {
  const app = appOf(process.argv[1] ?? '') ?? 'node';
  // Nest has no logger of ours yet.
  const logger = new PinoLogger({ app, environment: process.env });
  diag.setLogger(new TracingWarnings(logger), { logLevel: DiagLogLevel.WARN });
  try {
    const { registerProvider } = await import('./register-provider.js');
    registerProvider(app);
  } catch (error) {
    logger.warn({ msg: 'Traces are off: they could not be set up', error }, 'Tracing');
  }
}
