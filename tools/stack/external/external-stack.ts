import { ToolError } from '../../shared/tool.error.js';
import type { Progress } from '../../shared/progress.js';
import type { Server } from '../server.js';
import { servers } from '../servers.js';
import type { ServerState, StackState } from '../stack-state.js';
import { waitUntilHealthy } from '../wait-until-healthy.js';

const deadlineMs = 5_000;

/** Address variables of the stack that the environment doesn't set. */
export function missingVariables(environment: NodeJS.ProcessEnv = process.env): string[] {
  const all = servers.flatMap((server) => server.variables);
  return all.filter((variable) => !environment[variable]);
}

/** Address variables that the environment does set. */
export function givenVariables(environment: NodeJS.ProcessEnv = process.env): string[] {
  const missing = missingVariables(environment);
  return servers.flatMap((server) => server.variables).filter((it) => !missing.includes(it));
}

/** Whether the environment says of each server what the stack says, as it does in a child of ours. */
export function givesAddressesOf(
  { servers: running }: StackState,
  environment: NodeJS.ProcessEnv = process.env,
): boolean {
  const addresses = Object.values(running).flatMap((server) => Object.entries(server.environment));
  return addresses.every(([name, address]) => environment[name] === address);
}

/** Checks that the servers of the environment's addresses can be used; starts nothing. */
export async function useExternal(progress: Progress): Promise<Record<string, ServerState>> {
  const missing = missingVariables();
  if (missing.length > 0) {
    const message = `--external takes the addresses from the environment; set ${missing.join(', ')}.`;
    throw new ToolError('STACK_UNAVAILABLE', message);
  }
  const states = await Promise.all(servers.map((server) => check(server, progress)));
  return Object.fromEntries(states);
}

async function check(server: Server, progress: Progress): Promise<[string, ServerState]> {
  const pairs = server.variables.map((name) => [name, process.env[name] ?? '']);
  const environment = Object.fromEntries(pairs) as Record<string, string>;
  const address = environment[server.variables[0]] ?? '';
  const version = await waitUntilHealthy(server, address, deadlineMs);
  progress.say(`${server.name}: answers`);
  const startedAt = new Date().toISOString();
  const seen = version === undefined ? {} : { version };
  return [server.name, { ...seen, environment, startedAt, ours: false, processes: [] }];
}
