import { appNames } from '../../../tools/apps/apps.js';
import { startApps } from '../../../tools/apps/start-apps.js';
import type { TestResources } from '../../e2e/test-resources.js';
import { startBareProcesses } from './bare/bare-processes.js';
import type { MeasuredSystem } from './measured-system.js';

export type StartSystem = (resources: TestResources) => Promise<MeasuredSystem>;

/** Both have the same five hops between the same servers, and the same names in PostgreSQL. */
export const systems = {
  ours: startStarter,
  bare: ({ environment }: TestResources) => startBareProcesses(environment),
} satisfies Record<string, StartSystem>;

async function startStarter({ environment }: TestResources): Promise<MeasuredSystem> {
  const apps = await startApps({
    environment: { ...environment, LOG_LEVEL: 'warn' },
    ports: 'free',
  });
  const pids = new Map(appNames.map((name) => [name, apps.pid(name)!]));
  return { api: apps.api, pids, stop: () => apps.stop() };
}
