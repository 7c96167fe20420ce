export { HealthModule } from './health/health.module.js';
export { healthSettings } from './health/health-settings.js';
export type { HealthOptions } from './health/health-routes.js';
export { HealthServer } from './health/health-server.js';
export { decideReadiness, type Readiness } from './health/readiness.js';
export { PinoLogger, type PinoLoggerOptions } from './logging/pino-logger.js';
export { redact } from './logging/redact.js';
export { redactText } from './logging/redact-text.js';
export { Metrics } from './metrics/metrics.js';
