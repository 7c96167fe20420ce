import { errorText } from '../../shared/error-text.js';
import { ToolError } from '../../shared/tool.error.js';
import type { Progress } from '../../shared/progress.js';
import type { Server } from '../server.js';
import { servers } from '../servers.js';
import type { ServerState } from '../stack-state.js';
import { waitUntilHealthy } from '../wait-until-healthy.js';
import { compose, dockerObstacle, runningServices } from './compose.js';
import { chooseDockerPorts, portVariables } from './docker-ports.js';

const deadlineMs = 60_000;

/**
 * Starts the servers of docker-compose.yml, without its apps.
 * @throws ToolError `STACK_UNAVAILABLE` without Docker; `COMMAND_FAILED` with what Compose says.
 *   Where no server ran before, none is left running then.
 */
export async function startDocker(
  progress: Progress,
  known: Readonly<Record<string, ServerState>>,
): Promise<Record<string, ServerState>> {
  const obstacle = await dockerObstacle();
  if (obstacle) {
    const remedy = 'Start Docker and try again, or choose another mode: npm run stack:up -- --help';
    throw new ToolError('STACK_UNAVAILABLE', `Docker can't be used: ${obstacle}. ${remedy}`);
  }
  const ranBefore = await runningServices();
  const ports = await chooseDockerPorts(known, ranBefore);
  const names = servers.map((server) => server.name);
  try {
    const up = compose(['up', '-d', '--wait', ...names], portVariables(ports));
    await progress.during('docker compose up', up);
    const states = servers.map((server) => stateOf(server, ports[server.name]!, progress));
    return Object.fromEntries(await Promise.all(states)) as Record<string, ServerState>;
  } catch (error) {
    if (ranBefore.size === 0) await cleanUp(error);
    throw error;
  }
}

/** What went wrong first is what must be told, also where this goes wrong as well. */
async function cleanUp(cause: unknown): Promise<void> {
  try {
    await stopDocker(false);
  } catch (error) {
    const left = `Its containers were not removed either: ${errorText(error)}`;
    throw new ToolError('STACK_UNAVAILABLE', `${errorText(cause)}\n${left}`, { cause });
  }
}

/** Removes containers and network; named volumes stay unless `wipe`. */
export async function stopDocker(wipe: boolean): Promise<void> {
  await compose(['down', '--remove-orphans', ...(wipe ? ['--volumes'] : [])]);
}

async function stateOf(
  server: Server,
  port: number,
  progress: Progress,
): Promise<[string, ServerState]> {
  const environment = server.environment(port);
  const address = environment[server.variables[0]] ?? '';
  const version = await waitUntilHealthy(server, address, deadlineMs);
  progress.say(`${server.name}: up at ${address}`);
  const startedAt = new Date().toISOString();
  const seen = version === undefined ? {} : { version };
  return [server.name, { ...seen, environment, startedAt, ours: true, processes: [] }];
}
