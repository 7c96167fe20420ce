import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { projectRoot } from '../../tools/shared/project-root.js';

const logger = path.join(projectRoot, 'dist/libs/observability/src/logging/pino-logger.js');

/** Once its standard input ends, it says something and ends, as an app does that is told to stop. */
const program = `
  import { PinoLogger } from '${pathToFileURL(logger).href}';
  const log = new PinoLogger({ app: 'test', environment: { LOG_FORMAT: 'json' } });
  process.stdin.resume().once('end', () => {
    for (const line of ['one', 'two', 'three']) log.warn(line);
    process.exit(0);
  });`;

describe('a process whose logs nobody reads any more', () => {
  jest.setTimeout(60_000);

  it('ends all the same', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdout.destroy();
    child.stdin.end();
    try {
      const exit = once(child, 'exit', { signal: AbortSignal.timeout(20_000) });

      await expect(exit).resolves.toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
