import { Logger, type INestApplication } from '@nestjs/common';
import { z } from 'zod';
import { ConfigurationError } from '../errors/configuration.error.js';
import { readSettings, type Environment } from './settings.js';

export const httpSettings = (defaultPort: number) =>
  z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(defaultPort),
  });

/**
 * Opens the HTTP API on `HOST` (default loopback; containers set 0.0.0.0) and `PORT` (0: any).
 * @throws ConfigurationError when the port is taken
 */
export async function listenHttp(
  app: INestApplication,
  defaultPort: number,
  environment: Environment,
): Promise<void> {
  const settings = readSettings(httpSettings(defaultPort), environment);
  try {
    await app.listen(settings.PORT, settings.HOST);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new ConfigurationError(
      `Port ${settings.PORT} is in use. Set PORT to another one, or stop what listens there.`,
      { cause },
    );
  }
  new Logger('HTTP').log(`The API listens on ${await app.getUrl()}`);
}
