import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../shared/project-root.js';
import { runCommand, succeeds } from '../../shared/run-command.js';

export const composeFile = path.join(projectRoot, 'docker-compose.yml');

/** @returns why `--docker` can't work here, or undefined if it can */
export async function dockerObstacle(): Promise<string | undefined> {
  if (!existsSync(composeFile)) return 'there is no docker-compose.yml';
  if (!(await succeeds('docker', ['info']))) return 'no Docker engine answers';
  if (!(await succeeds('docker', ['compose', 'version']))) return 'Docker lacks Compose v2';
  return undefined;
}

export function compose(...args: string[]): Promise<string> {
  return runCommand('docker', ['compose', '-f', composeFile, ...args], { cwd: projectRoot });
}

export async function runningServices(): Promise<Set<string>> {
  const services = await compose('ps', '--services', '--status', 'running');
  return new Set(services.split('\n').filter(Boolean));
}
