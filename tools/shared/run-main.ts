import { styleText } from 'node:util';
import { endWithNpm } from './end-with-npm.js';
import { errorCode } from './error-code.js';
import { errorText } from './error-text.js';
import { ToolError } from './tool.error.js';

/** Runs a command line tool: its number becomes the exit code, a known failure one message. */
export async function runMain(main: (args: string[]) => Promise<number>): Promise<void> {
  // A reader that has seen enough (`| head`) must not end us half way through our work.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  endWithNpm();
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const known = error instanceof ToolError || isUsage(error);
    const text = known || !(error instanceof Error) ? errorText(error) : (error.stack ?? '');
    console.error(styleText('red', text, { stream: process.stderr }));
    process.exitCode = 1;
  }
}

function isUsage(error: unknown): boolean {
  return errorCode(error)?.startsWith('ERR_PARSE_ARGS') ?? false;
}
