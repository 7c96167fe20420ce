import { isFree } from '../stack/native/find-port.js';
import { allAppNames, appPorts, type AppName, type AppPorts } from './apps.js';

/** Below what systems hand out to outgoing connections, which would take a chosen port from us. */
const firstFreePort = 20_000;
const freePorts = 12_000;

/**
 * The ports of every app.
 * @param kind `free`: chosen at random, since others may be choosing at this very moment
 */
export async function choosePorts(kind: 'fixed' | 'free'): Promise<Record<AppName, AppPorts>> {
  if (kind === 'fixed') return appPorts;
  const taken = new Set<number>();
  const chosen: Partial<Record<AppName, AppPorts>> = {};
  for (const name of allAppNames) {
    chosen[name] = {
      health: await freePort(taken),
      ...('http' in appPorts[name] && { http: await freePort(taken) }),
    };
  }
  return chosen as Record<AppName, AppPorts>;
}

async function freePort(taken: Set<number>): Promise<number> {
  for (;;) {
    const port = firstFreePort + Math.floor(Math.random() * freePorts);
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
}
