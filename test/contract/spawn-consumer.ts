import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '@app/testing';
import type { ConsumerLine } from '../fixtures/contract/consumer-line.js';
import type { ContractChannel } from './broker-harness.js';
import type { ConsumerOptions, ConsumerProcess } from './consumer-process.js';
import { drainDeadline } from './drain-deadline.js';

const PROGRAM = path.resolve('dist/test/fixtures/contract/contract-consumer.js');

/** A process of its own has to load all transports, on a machine that may be busy. */
const READING_DEADLINE_MS = 60_000;

/** A consumer in a process that may die. */
export interface SpawnedConsumer extends ConsumerProcess {
  /** Of each start of a handler. */
  readonly attempts: readonly number[];
  readonly hasEnded: boolean;
  kill(): Promise<void>;
}

/**
 * Runs the built consumer of the contract as a process. Resolves when it reads.
 * @throws Error when it isn't built, ends before it reads, or doesn't read in time: no process is
 * left behind then
 */
export async function spawnConsumer(
  channel: ContractChannel,
  name: string,
  { concurrency = 16, drainDeadlineMs, ledgerSchema }: ConsumerOptions,
): Promise<SpawnedConsumer> {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run 'npm run build' first.`);
  const child = spawn(process.execPath, [PROGRAM], {
    env: {
      ...process.env,
      ...channel.environment,
      ...drainDeadline(drainDeadlineMs),
      CONTRACT_APP: name,
      CONTRACT_CHANNEL: JSON.stringify(channel.channel),
      CONTRACT_TOPOLOGY: channel.topology,
      CONTRACT_CONCURRENCY: String(concurrency),
      ...(ledgerSchema !== undefined && { CONTRACT_LEDGER_SCHEMA: ledgerSchema }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
  const lines: ConsumerLine[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{"contract":')) lines.push(JSON.parse(line) as ConsumerLine);
  });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));

  const kill = async () => {
    if (!hasEnded(child)) child.kill('SIGKILL');
    await exit;
  };
  // What it reads first may be what it dies of.
  const isReading = () => lines.length > 0;
  try {
    await until(() => isReading() || hasEnded(child), {
      timeoutMs: READING_DEADLINE_MS,
      what: 'the consumer process to read',
    });
    if (!isReading()) throw new Error('The consumer process ended before it read.');
  } catch (cause) {
    await kill();
    throw new Error(`No consumer process reads. It wrote: ${errors || 'nothing'}`, { cause });
  }

  const labels = (contract: ConsumerLine['contract']) =>
    lines.flatMap((line) => (line.contract === contract && line.label ? [line.label] : []));
  return {
    name,
    get started() {
      return labels('started');
    },
    get finished() {
      return labels('finished');
    },
    get attempts() {
      return lines.flatMap((line) => line.attempt ?? []);
    },
    get hasEnded() {
      return hasEnded(child);
    },
    terminate: () => {
      child.kill('SIGTERM');
      return exit;
    },
    kill,
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
