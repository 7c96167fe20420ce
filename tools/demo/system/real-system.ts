import { adminToken } from '../../apps/admin-token.js';
import { allAppNames } from '../../apps/apps.js';
import { startApps } from '../../apps/start-apps.js';
import type { RunningApps } from '../../apps/running-apps.js';
import { servers } from '../../stack/servers.js';
import { withoutPassword } from '../../stack/status.js';
import { borrowStack, type BorrowedStack } from './borrow-stack.js';
import { choosePorts } from './choose-ports.js';
import type { DemoSystem, SystemRequest } from './demo-system.js';
import { LogFiles } from './log-files.js';

/**
 * The built apps, a process each, on real brokers.
 * @throws ToolError `STACK_UNAVAILABLE`, `PACKAGES_MISSING` where no real broker can be had;
 *   `APP_FAILED` with an app's last lines. Nothing that was started is left then.
 */
export async function startRealSystem(request: SystemRequest): Promise<DemoSystem> {
  const stack = await borrowStack(request.progress);
  const logs = new LogFiles();
  const broken = new AbortController();
  const token = adminToken();
  try {
    request.signal.throwIfAborted();
    const apps = await startAppsOn(stack, logs, request, broken, token);
    const url = apps.addresses['dead-letter-admin'].api!;
    const ledger = { url, token, operator: 'demo' };
    return { ...describeSystem(stack, apps, logs), ledger, broken: broken.signal };
  } catch (error) {
    await stack.giveBack();
    throw error;
  }
}

async function startAppsOn(
  { environment }: BorrowedStack,
  logs: LogFiles,
  { progress, signal }: SystemRequest,
  broken: AbortController,
  token: string,
): Promise<RunningApps> {
  const starting = startApps({
    apps: allAppNames,
    environment: { ...environment, LOG_FORMAT: 'pretty', ADMIN_TOKEN: token, DEMO: '1' },
    ports: await choosePorts(progress),
    onLine: ({ app, text }) => logs.write(app, `${text}\n`),
    onUnexpectedExit: ({ app, code, signal }) =>
      broken.abort(new Error(`${app} ended by itself (${signal ?? `exit code ${code}`})`)),
    signal,
  });
  return progress.during(`starting six apps, logs in ${logs.folder}`, starting);
}

function describeSystem(
  stack: BorrowedStack,
  apps: RunningApps,
  logs: LogFiles,
): Omit<DemoSystem, 'broken'> {
  const { environment, ours } = stack;
  const resourcePrefix = process.env['RESOURCE_PREFIX'] ?? '';
  return {
    api: apps.api,
    databaseUrl: environment['DATABASE_URL'] ?? '',
    resourcePrefix,
    addresses: [
      ['the page', `${apps.api}/`],
      ['order API', `${apps.api}/orders`],
      ['dead letters', `${apps.addresses['dead-letter-admin'].api}/`],
      ...Object.entries(apps.addresses).map(([name, { health }]) => [name, health] as const),
      ...servers.map(
        ({ title, variables }) =>
          [title, withoutPassword(environment[variables[0]] ?? '')] as const,
      ),
    ],
    logFiles: logs.paths,
    ending: ours
      ? 'Ctrl-C ends the apps, and the stack since this demo started it.'
      : 'Ctrl-C ends the apps; the stack was up before and stays up.',
    // Loaded when it is needed: it brings Nest along, which would delay the first order.
    openBackDoor: async () => {
      const { openKafkaBackDoor } = await import('./kafka-back-door.js');
      return openKafkaBackDoor(environment['KAFKA_BROKERS'] ?? '', resourcePrefix);
    },
    stop: async () => {
      await apps.stop();
      await stack.giveBack();
    },
  };
}
