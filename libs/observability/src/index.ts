export { HealthModule } from './health/health.module.js';
export { healthSettings } from './health/health-settings.js';
export { HealthServer } from './health/health-server.js';
export { PinoLogger } from './logging/pino-logger.js';
