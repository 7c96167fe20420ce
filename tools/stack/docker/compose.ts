import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../shared/project-root.js';
import { runCommand, succeeds } from '../../shared/run-command.js';

const composeFile = path.join(projectRoot, 'docker-compose.yml');

/** This clone's own, and not that of a `docker compose up` in the same folder. */
const clone = createHash('sha256').update(projectRoot).digest('hex').slice(0, 8);
const projectName = `messaging-stack-${clone}`;

/** An engine that has not answered by then does not answer. */
const patienceMs = 10_000;

/** @returns why `--docker` can't work here, or undefined if it can */
export async function dockerObstacle(): Promise<string | undefined> {
  if (!existsSync(composeFile)) return 'there is no docker-compose.yml';
  if (!(await works('version', '--format', '{{.Server.Version}}'))) {
    return 'no Docker engine answers';
  }
  if (!(await works('compose', 'version'))) return 'Docker lacks Compose v2';
  return undefined;
}

/** What a person types to remove what is ours. */
export const removalCommand = `docker compose -p ${projectName} down`;

/** @param variables what docker-compose.yml is to read besides our own environment */
export function compose(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const all = ['compose', '-f', composeFile, '-p', projectName, ...args];
  return runCommand('docker', all, { cwd: projectRoot, env: { ...process.env, ...variables } });
}

export async function runningServices(): Promise<Set<string>> {
  const services = await compose(['ps', '--services', '--status', 'running']);
  return new Set(services.split('\n').filter(Boolean));
}

function works(...args: string[]): Promise<boolean> {
  return succeeds('docker', args, { timeout: patienceMs });
}
