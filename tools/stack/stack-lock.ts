import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../shared/error-code.js';
import { ToolError } from '../shared/tool.error.js';
import { startOfProcess } from './native/process-identity.js';
import { stackFolder } from './stack-state.js';

const patienceMs = 180_000;

/** Lets one launcher of this clone work at a time; a lock whose holder is gone counts for nothing. */
export async function withStackLock<T>(work: () => Promise<T>, folder = stackFolder): Promise<T> {
  const file = path.join(folder, 'lock');
  mkdirSync(folder, { recursive: true });
  const deadline = Date.now() + patienceMs;
  while (!take(file)) {
    if (Date.now() > deadline) {
      const message = `Another stack command has held ${file} for ${patienceMs / 1000} s. Wait for it, or end it.`;
      throw new ToolError('STACK_BUSY', message);
    }
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** A link appears with its contents, so that nobody reads a lock that has no holder yet. */
function take(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${startOfProcess(process.pid) ?? ''}`);
  try {
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function isHeld(file: string): boolean {
  try {
    const [pid, start] = readFileSync(file, 'utf8').split(' ');
    return startOfProcess(Number(pid)) === start;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  }
}
