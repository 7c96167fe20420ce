import { setTimeout as sleep } from 'node:timers/promises';
import { startOfProcess } from './process-identity.js';

/** A process that a launcher started, as the state file remembers it. */
export interface OwnedProcess {
  readonly role: string;
  readonly pid: number;
  readonly start: string;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

export function isRunning(process: OwnedProcess): boolean {
  return startOfProcess(process.pid) === process.start;
}

/**
 * Ends the process and waits until it is gone; kills it once `deadlineMs` have passed.
 * A process that merely has the same number is left alone.
 */
export async function endProcess(owned: OwnedProcess, deadlineMs = 20_000): Promise<void> {
  signal(owned, owned.stopSignal);
  if (await isGone(owned, deadlineMs)) return;
  signal(owned, 'SIGKILL');
  if (await isGone(owned, 5_000)) return;
  throw new Error(`${owned.role} (process ${owned.pid}) outlives SIGKILL; look at it with ps`);
}

function signal(owned: OwnedProcess, name: NodeJS.Signals): void {
  if (isRunning(owned)) process.kill(owned.pid, name);
}

async function isGone(owned: OwnedProcess, deadlineMs: number): Promise<boolean> {
  const deadline = Date.now() + deadlineMs;
  while (isRunning(owned)) {
    if (Date.now() > deadline) return false;
    await sleep(25);
  }
  return true;
}
