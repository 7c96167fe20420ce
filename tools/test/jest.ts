import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { importEndWithParent } from '../shared/import-end-with-parent.js';
import { projectRoot } from '../shared/project-root.js';
import { runCommand } from '../shared/run-command.js';
import { stackFolder } from '../stack/stack-state.js';
import { type JestReport, type Sum, add, nothing, oneFailure, sumOf } from './sum.js';

/** Each suite loads its modules anew; collecting them often took an eighth of the time. */
const moreYoungMemory = '--max-semi-space-size=64';

const jestProgram = createRequire(import.meta.url).resolve('jest/bin/jest');

export interface JestRun {
  readonly projects: readonly string[];
  readonly args: readonly string[];
  /** How many suites run at a time. */
  readonly workers: number;
  readonly env: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Runs jest with its own output on our terminal, and reads the sum from its report. */
export async function runJest({ projects, args, workers, env, signal }: JestRun): Promise<Sum> {
  const report = path.join(stackFolder, `jest-${projects.join('-')}.json`);
  mkdirSync(stackFolder, { recursive: true });
  rmSync(report, { force: true });
  const own = ['--selectProjects', ...projects, '--json', `--outputFile=${report}`];
  const child = spawn(
    process.execPath,
    [
      moreYoungMemory,
      ...importEndWithParent,
      jestProgram,
      ...own,
      '--passWithNoTests',
      `--maxWorkers=${workers}`,
      ...args,
    ],
    {
      cwd: projectRoot,
      env: { ...process.env, ...env },
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  );
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  signal.removeEventListener('abort', end);
  return sumOfRun(report, code);
}

/** Whether any suite of these projects would run; cheaper than to start servers for none. */
export async function hasSuites(
  projects: readonly string[],
  args: readonly string[],
): Promise<boolean> {
  const list = ['--listTests', '--selectProjects', ...projects, '--passWithNoTests', ...args];
  const suites = await runCommand(process.execPath, [jestProgram, ...list], { cwd: projectRoot });
  return suites.trim() !== '';
}

/** A run that fails without a failed test must not pass for a good one. */
function sumOfRun(report: string, code: number | null): Sum {
  const sum = existsSync(report)
    ? sumOf(JSON.parse(readFileSync(report, 'utf8')) as JestReport)
    : nothing;
  if (code === 0 || sum.failed > 0) return sum;
  console.error(`jest ended with ${code === null ? 'a signal' : `exit code ${code}`}.`);
  return add(sum, oneFailure);
}
