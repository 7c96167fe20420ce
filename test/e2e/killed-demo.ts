import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '@app/testing';
import { projectRoot } from '../../tools/shared/project-root.js';

const entry = path.join(projectRoot, 'dist', 'tools', 'demo', 'main.js');

/** `npm run demo -- --once`, and the apps that it has started. Linux only. */
export class RunningDemo {
  readonly output: string[] = [];
  private readonly process: ChildProcess;
  private readonly closed: Promise<number | null>;

  constructor(environment: Readonly<Record<string, string>>) {
    this.process = spawn(process.execPath, [entry, '--once'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.closed = once(this.process, 'close').then(([code]) => code as number | null);
    for (const stream of [this.process.stdout!, this.process.stderr!]) {
      createInterface(stream).on('line', (line) => this.output.push(line));
    }
  }

  /** Resolves when it begins to place orders. @throws Error with its output where it ends before */
  async isUnderWay(): Promise<void> {
    const hasBegun = () => this.output.some((line) => line.includes('The first order is placed'));
    const hasEnded = () => this.process.exitCode !== null;
    await until(() => hasBegun() || hasEnded(), { timeoutMs: 180_000, what: 'the demo to begin' });
    if (!hasBegun()) throw new Error(`The demo ended before it began:\n${this.output.join('\n')}`);
  }

  /** @returns its exit code; null where it was killed */
  async ended(): Promise<number | null> {
    return await this.closed;
  }

  /** Ids of its process and of its apps, by name: `demo`, `order-producer`, … */
  processes(): Map<string, number> {
    const { pid } = this.process;
    return new Map([['demo', pid!], ...appsOf(pid!)]);
  }
}

/** Resolves when none of the processes is there any more. */
export async function areGone(pids: Iterable<number>): Promise<void> {
  const all = [...pids];
  const left = () => all.filter((pid) => commandOf(pid) !== '');
  await until(() => left().length === 0, { timeoutMs: 60_000, what: 'every process to end' });
}

function* appsOf(parent: number): Generator<[string, number]> {
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const name = /dist\/apps\/([\w-]+)\//.exec(commandOf(pid))?.[1];
    if (name !== undefined && parentOf(pid) === parent) yield [name, pid];
  }
}

/** Empty for a process that is gone, or about to be. */
function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`);
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), 'code');
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}
