import { diag, DiagLogLevel } from '@opentelemetry/api';
import { Logger } from '@nestjs/common';
import { isTracingConfigured } from './is-tracing-configured.js';
import { WarningLogger } from './warning.logger.js';

/**
 * For `node --import`: records traces and sends them by OTLP over HTTP where OpenTelemetry's own
 * variables say so (`OTEL_EXPORTER_OTLP_ENDPOINT`, …). Otherwise the SDK isn't even loaded. Whatever
 * is wrong with it is a warning: an app never stops because nobody takes its traces.
 */
if (isTracingConfigured(process.env)) {
  diag.setLogger(new WarningLogger(), { logLevel: DiagLogLevel.WARN });
  try {
    const { registerProvider } = await import('./register-provider.js');
    registerProvider(process.argv[1] ?? '');
  } catch (error) {
    new Logger('Tracing').warn({ msg: 'Traces are off: they could not be set up', error });
  }
}
