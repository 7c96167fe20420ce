import { readSettings, type Environment } from '@app/messaging';
import { z } from 'zod';
import { brokerPollerSettings } from '../brokers/broker-poller.settings.js';

export const healthSettings = (defaultPort: number) =>
  brokerPollerSettings.extend({
    HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(defaultPort),
    HEALTH_HOST: z.string().default('127.0.0.1'),
  });

export interface HealthSettings {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
}

/**
 * `HEALTH_HOST` is the loopback by default: nothing is opened to a network unasked. Containers set
 * it to 0.0.0.0, since whoever asks is never on their loopback.
 * @throws ConfigurationError
 */
export function readHealthSettings(environment: Environment, defaultPort: number): HealthSettings {
  const { HEALTH_PORT, HEALTH_HOST } = readSettings(healthSettings(defaultPort), environment);
  return { port: HEALTH_PORT, host: HEALTH_HOST };
}
