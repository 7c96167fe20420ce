import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../shared/project-root.js';
import { stackFolder } from '../stack/stack-state.js';
import { oneFailure, type Sum } from './sum.js';

const program = path.join(projectRoot, 'dist', 'test', 'faults', 'main.js');

/** A seed of its own, so that a failure is never one of chance alone. */
const args = ['--small', '--seed', '7', '--with-proof'];

/** Runs a small plan of faults, and the proof that it can fail, on servers of its own. */
export async function runFaultSuite(signal: AbortSignal): Promise<Sum> {
  const sumFile = path.join(stackFolder, 'faults-sum');
  mkdirSync(stackFolder, { recursive: true });
  rmSync(sumFile, { force: true });
  const child = spawn(process.execPath, [program, ...args, '--sum-file', sumFile], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  const end = () => child.kill('SIGTERM');
  signal.addEventListener('abort', end);
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  signal.removeEventListener('abort', end);
  if (!existsSync(sumFile)) return oneFailure;
  const [passed = 0, failed = 0, skipped = 0] = readFileSync(sumFile, 'utf8')
    .split(' ')
    .map(Number);
  return { passed, failed, skipped };
}
