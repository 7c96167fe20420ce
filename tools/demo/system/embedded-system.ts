import { startPostgres } from '@app/testing';
import { adminToken } from '../../apps/admin-token.js';
import { choosePorts } from './choose-ports.js';
import type { DemoSystem, SystemRequest } from './demo-system.js';
import { apiAddress, healthAddresses, startEmbeddedApps } from './embedded-apps.js';
import { LogFiles } from './log-files.js';
import { openMemoryBackDoor } from './memory-back-door.js';

/** Everything in this process, but for a throw-away PostgreSQL; needs nothing but Node. */
export async function startEmbeddedSystem(
  { progress, signal }: SystemRequest,
  notice: string,
): Promise<DemoSystem> {
  const postgres = await progress.during('starting an embedded PostgreSQL', startPostgres());
  try {
    signal.throwIfAborted();
    const databaseUrl = await postgres.createDatabase('demo');
    const logs = new LogFiles();
    const ports = await choosePorts(progress);
    const token = adminToken();
    const system = await progress.during(
      `starting six apps in this process, log in ${logs.folder}`,
      startEmbeddedApps(databaseUrl, ports, token, (text) => logs.write('embedded', text)),
    );
    const api = await apiAddress(system);
    return {
      notice,
      api,
      ledger: { url: await system.app('dead-letter-admin').getUrl(), token, operator: 'demo' },
      databaseUrl,
      resourcePrefix: '',
      addresses: [
        ['the page', `${api}/`],
        ['order API', `${api}/orders`],
        ...healthAddresses(system),
        ['brokers', 'in memory'],
        ['PostgreSQL', databaseUrl],
      ],
      logFiles: logs.paths,
      broken: new AbortController().signal,
      ending: 'Ctrl-C ends the apps and PostgreSQL, and removes its data.',
      openBackDoor: () => Promise.resolve(openMemoryBackDoor(system.broker)),
      stop: async () => {
        await system.stop();
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
