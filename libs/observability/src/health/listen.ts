import { once } from 'node:events';
import type { Server } from 'node:http';
import { ConfigurationError } from '@app/messaging';
import type { HealthSettings } from './health-settings.js';

/** @throws ConfigurationError when the port can't be had */
export async function listen(server: Server, { port, host }: HealthSettings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const code = String((cause as NodeJS.ErrnoException).code);
    const remedy =
      code === 'EADDRINUSE'
        ? 'Another process has the port. Set HEALTH_PORT to a free one, or to 0 for any.'
        : 'Check HEALTH_PORT and HEALTH_HOST.';
    throw new ConfigurationError(`Health can't listen on ${host}:${port} (${code}). ${remedy}`, {
      cause,
    });
  }
}
