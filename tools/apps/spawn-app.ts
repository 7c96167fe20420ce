import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../shared/project-root.js';

export interface SpawnedApp {
  readonly pid: number | undefined;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

/** Drains the app when its standard input ends, which it does with us. */
const endWithParent = path.join(projectRoot, 'dist', 'tools', 'apps', 'end-with-parent.js');

/**
 * Starts a built app in a session of its own, so that Ctrl-C reaches us alone and we end the apps
 * in order.
 * @param onLine each line of its output
 */
export function spawnApp(
  entry: string,
  environment: NodeJS.ProcessEnv,
  onLine: (text: string) => void,
): SpawnedApp {
  const child = spawn(process.execPath, ['--import', endWithParent, entry], {
    cwd: projectRoot,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    windowsHide: true,
  });
  createInterface(child.stdout).on('line', onLine);
  createInterface(child.stderr).on('line', onLine);
  const ended = new Promise<Awaited<SpawnedApp['ended']>>((resolve) => {
    child.once('error', (error) => {
      onLine(error.message);
      resolve({ code: null, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { pid: child.pid, ended, kill: (signal) => void child.kill(signal) };
}
