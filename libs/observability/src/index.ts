export { HealthModule } from './health/health.module.js';
export { healthSettings } from './health/health-settings.js';
export { HealthServer } from './health/health-server.js';
export { PinoLogger, type PinoLoggerOptions } from './logging/pino-logger.js';
export { redact } from './logging/redact.js';
export { redactText } from './logging/redact-text.js';
export { Metrics } from './metrics/metrics.js';
