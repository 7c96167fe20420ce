import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { importEndWithParent } from '../shared/import-end-with-parent.js';
import { projectRoot } from '../shared/project-root.js';

export interface SpawnAppOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Each line of its output. */
  readonly onLine: (text: string) => void;
  /** Modules that are loaded before the app, after ours. */
  readonly preloads?: readonly string[];
  /** Opens a channel to the app; this is told what comes back on it. */
  readonly onMessage?: (message: unknown) => void;
}

export interface SpawnedApp {
  readonly pid: number | undefined;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
  /** Needs `onMessage`. */
  send(message: object): void;
}

/** Does nothing unless OpenTelemetry's variables ask for traces. */
const register = path.join(projectRoot, 'dist/libs/observability/src/tracing/register.js');

/**
 * Starts a built app in a session of its own, so that Ctrl-C reaches us alone and we end the apps
 * in order.
 */
export function spawnApp(entry: string, options: SpawnAppOptions): SpawnedApp {
  const { environment, onLine, onMessage, preloads = [] } = options;
  const imports = [register, ...preloads].flatMap((module) => ['--import', module]);
  const child = spawn(process.execPath, [...importEndWithParent, ...imports, entry], {
    cwd: projectRoot,
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe', ...(onMessage ? (['ipc'] as const) : [])],
    detached: true,
    windowsHide: true,
  });
  for (const output of [child.stdout, child.stderr]) {
    if (output) createInterface(output).on('line', onLine);
  }
  if (onMessage) child.on('message', onMessage);
  const ended = new Promise<Awaited<SpawnedApp['ended']>>((resolve) => {
    child.once('error', (error) => {
      onLine(error.message);
      resolve({ code: null, signal: null });
    });
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid,
    ended,
    kill: (signal) => void child.kill(signal),
    // A channel that closes at this moment belongs to an app that has ended, which `ended` tells.
    send: (message) => void (child.connected && child.send(message, () => undefined)),
  };
}
