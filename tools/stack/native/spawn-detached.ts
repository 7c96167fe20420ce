import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { once } from 'node:events';
import type { Account, Launch } from './native-server.js';
import type { OwnedProcess } from './owned-process.js';
import { startOfProcess } from './process-identity.js';

/** Starts a process that outlives us, in a session of its own, writing to `logFile`. */
export async function spawnDetached(
  launch: Launch,
  logFile: string,
  user?: Account,
): Promise<OwnedProcess> {
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(launch.program, launch.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: launch.env ?? process.env,
      ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
      ...user,
    });
    await once(child, 'spawn');
    child.unref();
    const start = child.pid === undefined ? undefined : startOfProcess(child.pid);
    if (child.pid === undefined || start === undefined) {
      throw new Error(`${launch.program} ended at once`);
    }
    const stopSignal = launch.stopSignal ?? 'SIGTERM';
    return { role: launch.role, pid: child.pid, start, stopSignal };
  } finally {
    closeSync(log);
  }
}
