import { waitUntilHealthy } from '../wait-until-healthy.js';
import { compose, dockerObstacle, runningServices } from './compose.js';
import { ToolError } from '../../shared/tool.error.js';
import type { Progress } from '../../shared/progress.js';
import { servers } from '../servers.js';
import type { ServerState } from '../stack-state.js';

const deadlineMs = 60_000;

/** Starts the servers of docker-compose.yml; those that ran before stay somebody else's. */
export async function startDocker(
  progress: Progress,
  known: Record<string, ServerState>,
): Promise<Record<string, ServerState>> {
  const obstacle = await dockerObstacle();
  if (obstacle) throw new ToolError('STACK_UNAVAILABLE', `Docker can't be used: ${obstacle}.`);
  const ranBefore = await runningServices();
  const names = servers.map((server) => server.name);
  try {
    await progress.during('docker compose up', compose('up', '-d', '--wait', ...names));
  } catch (error) {
    await stopDocker(
      names.filter((name) => !ranBefore.has(name)),
      false,
    );
    throw error;
  }
  const states = servers.map(async (server) => {
    const environment = server.environment(server.defaultPort);
    const address = environment[server.variables[0]] ?? '';
    const version = await waitUntilHealthy(server, address, deadlineMs);
    progress.say(`${server.name}: up at ${address}`);
    const ours = known[server.name]?.ours ?? !ranBefore.has(server.name);
    const startedAt = new Date().toISOString();
    return [server.name, { ...withVersion(version), environment, startedAt, ours, processes: [] }];
  });
  return Object.fromEntries(await Promise.all(states)) as Record<string, ServerState>;
}

/** Removes our containers; the volumes stay unless `wipe`. */
export async function stopDocker(names: readonly string[], wipe: boolean): Promise<void> {
  if (names.length > 0) await compose('rm', '-s', '-f', ...(wipe ? ['-v'] : []), ...names);
}

function withVersion(version: string | undefined) {
  return version === undefined ? {} : { version };
}
