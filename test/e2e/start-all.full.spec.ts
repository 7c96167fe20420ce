import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { allAppNames } from '../../tools/apps/apps.js';
import { projectRoot } from '../../tools/shared/project-root.js';
import { openTestResources, type TestResources } from './test-resources.js';

const entry = path.join(projectRoot, 'dist', 'tools', 'start-all', 'main.js');

describe('npm run start:all', () => {
  jest.setTimeout(120_000);
  let resources: TestResources;
  let launcher: ChildProcess | undefined;

  beforeEach(async () => {
    resources = await openTestResources('startall');
  });
  afterEach(async () => {
    launcher?.kill('SIGKILL');
    await resources.deleteAll();
  });

  it('ends all apps on SIGTERM, and exits 0', async () => {
    const readiness = await startAll();

    launcher?.kill('SIGTERM');
    const [code] = (await once(launcher!, 'close')) as [number | null];

    expect(code).toBe(0);
    expect(await answering(readiness)).toEqual([]);
  });

  it('keeps each idle app below 200 MB', async () => {
    const readiness = await startAll();

    const tooLarge: string[] = [];
    for (const url of readiness) {
      const metrics = await (await fetch(url.replace('/health/ready', '/metrics'))).text();
      const [, app, bytes] = /^process_resident_memory_bytes\{app="(.+)"\} (\d+)$/m.exec(metrics)!;
      if (Number(bytes) > 200e6) tooLarge.push(`${app} holds ${bytes} bytes`);
    }

    expect(tooLarge).toEqual([]);
  });

  it('leaves no app behind when it is killed', async () => {
    const readiness = await startAll();

    launcher?.kill('SIGKILL');
    const areGone = until(async () => (await answering(readiness)).length === 0, {
      timeoutMs: 40_000,
      what: 'every app to end',
    });

    expect(await areGone).toBe(true);
  });

  it("shows the last lines of an app that can't start, and exits 1", async () => {
    const output = run({ ...resources.environment, DATABASE_POOL_SIZE: 'many' });

    const [code] = (await once(launcher!, 'close')) as [number | null];

    expect(code).toBe(1);
    expect(output.join('\n')).toMatch(/ended before it was ready \(exit code 1\)/);
    expect(output.join('\n')).toContain('DATABASE_POOL_SIZE');
  });

  /** Resolves when all apps run, with the addresses of their readiness. */
  async function startAll(): Promise<string[]> {
    const output = run(resources.environment);
    await until(() => output.includes('Ctrl-C ends all.') || launcher?.exitCode !== null, {
      timeoutMs: 90_000,
      what: 'all apps to run',
    });
    const readiness = output.flatMap((line) => /http:\S+\/health\/ready/.exec(line)?.[0] ?? []);
    const ready = await answering(readiness);
    if (ready.length !== allAppNames.length) throw new Error(output.join('\n'));
    return readiness;
  }

  /** @returns the lines that it writes, as they come */
  function run(environment: Readonly<Record<string, string>>): string[] {
    launcher = spawn(process.execPath, [entry, '--free-ports'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: string[] = [];
    createInterface(launcher.stdout!).on('line', (line) => output.push(line));
    createInterface(launcher.stderr!).on('line', (line) => output.push(line));
    return output;
  }
});

async function answering(urls: readonly string[]): Promise<string[]> {
  const answers = await Promise.allSettled(urls.map((url) => fetch(url)));
  return urls.filter((_, index) => answers[index]?.status === 'fulfilled');
}
