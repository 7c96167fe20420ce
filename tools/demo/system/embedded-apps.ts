import { Writable } from 'node:stream';
import { HealthModule, HealthServer, PinoLogger } from '@app/observability';
import type { RunningSystem } from '@app/testing';
import { orderApps, startOrderSystem } from '../../one-process/start-order-system.js';

/** All six apps in this process, on a broker in memory; their HTTP ports are real. */
export function startEmbeddedApps(
  databaseUrl: string,
  ports: 'fixed' | 'free',
  token: string,
  log: (text: string) => void,
): Promise<RunningSystem> {
  // Empty is as good as absent, and then each app has its own default.
  const port = ports === 'fixed' ? '' : '0';
  const environment = {
    DATABASE_URL: databaseUrl,
    ADMIN_TOKEN: token,
    PORT: port,
    HEALTH_PORT: port,
    HEALTH_HOST: '127.0.0.1',
    LOG_LEVEL: process.env['LOG_LEVEL'],
    LOG_FORMAT: 'pretty',
    DEMO: '1',
  };
  // Nest has one logger in a process: lines of all apps look alike, and go to one file.
  const logger = new PinoLogger({
    app: 'embedded',
    environment,
    destination: logStream(log),
  });
  return startOrderSystem({
    environment,
    modulesFor: (app) => [HealthModule.forRoot(app)],
    loggerFor: () => logger,
  });
}

function logStream(log: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      log(chunk.toString());
      done();
    },
  });
}

/** Where each app answers health checks. */
export function healthAddresses(system: RunningSystem): [app: string, address: string][] {
  return orderApps.map(({ name }) => {
    const { port } = system.app(name).get(HealthServer, { strict: false });
    return [name, `http://127.0.0.1:${port}`];
  });
}

/** Base address of the order API. */
export function apiAddress(system: RunningSystem): Promise<string> {
  return system.app('order-producer').getUrl();
}
