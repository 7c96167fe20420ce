import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import { endProcess, isRunning, type OwnedProcess } from './owned-process.js';
import { startOfProcess } from './process-identity.js';

describe('a process that the launcher started', () => {
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('is ended and waited for', async () => {
    const owned = await start('setInterval(() => {}, 1000); console.log("ready")');

    await endProcess(owned);

    expect(isRunning(owned)).toBe(false);
  });

  it('is killed when it ignores the signal', async () => {
    const script =
      'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready")';
    const owned = await start(script);

    await endProcess(owned, 50);

    expect(isRunning(owned)).toBe(false);
  });

  it('is left alone when its number now belongs to another process', async () => {
    const owned = await start('setInterval(() => {}, 1000); console.log("ready")');

    await endProcess({ ...owned, start: 'another boot/1' });

    expect(isRunning(owned)).toBe(true);
  });

  it('has no start when there is no such process', () => {
    const abovePidMax = 4_194_305;

    expect(startOfProcess(abovePidMax)).toBeUndefined();
  });

  async function start(script: string): Promise<OwnedProcess> {
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    return { role: 'test', pid, start: startOfProcess(pid) ?? '', stopSignal: 'SIGTERM' };
  }
});
