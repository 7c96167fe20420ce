import { spawn, type SpawnOptions } from 'node:child_process';
import { ToolError } from './tool.error.js';

/**
 * Runs a program to its end.
 * @returns what it wrote to its standard output
 * @throws ToolError `COMMAND_FAILED` with all its output, when it can't start or exits non-zero
 */
export function runCommand(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let everything = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      everything += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => (everything += chunk.toString()));
    const fail = (what: string, options?: ErrorOptions) => {
      const message = `${everything.trim()}\n${program} ${args[0] ?? ''}: ${what}`;
      reject(new ToolError('COMMAND_FAILED', message.trim(), options));
    };
    child.once('error', (error) => fail(error.message, { cause: error }));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else fail(signal === null ? `exit code ${code}` : `ended by ${signal}`);
    });
  });
}

/** Whether the program runs and exits 0. */
export async function succeeds(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<boolean> {
  try {
    await runCommand(program, args, options);
    return true;
  } catch (error) {
    if (error instanceof ToolError) return false;
    throw error;
  }
}
