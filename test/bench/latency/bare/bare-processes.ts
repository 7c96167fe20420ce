import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Environment } from '@app/messaging';
import type { MeasuredSystem } from '../measured-system.js';
import { createTopic } from './clients/kafka.client.js';
import { hops } from './hops.js';

const BARE_PROCESS = fileURLToPath(new URL('bare-process.js', import.meta.url));

/** @throws Error where a process ends before it reads; what it wrote tells why */
export async function startBareProcesses(environment: Environment): Promise<MeasuredSystem> {
  await createTopic(environment);
  const processes = hops.map(({ name }) =>
    fork(BARE_PROCESS, [name], { env: { ...process.env, ...environment } }),
  );
  const stop = () => Promise.all(processes.map(end));
  try {
    const ports = await Promise.all(processes.map(portOf));
    const pids = new Map(hops.map(({ name }, index) => [name, processes[index]!.pid!]));
    return { api: `http://127.0.0.1:${ports[0]}`, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`A bare process ended with ${code} before it was ready.`);
  });
  const [port] = (await Promise.race([once(child, 'message'), ended])) as [number];
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
