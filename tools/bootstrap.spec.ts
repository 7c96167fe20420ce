import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from './shared/project-root.js';

const run = promisify(execFile);
const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const commands = Object.entries(scripts).flatMap(([name, script]) => {
  const [, args] = /^node tools\/bootstrap\.mjs (.+)$/.exec(script) ?? [];
  return args === undefined ? [] : [[name, args.split(' ')] as const];
});

describe('--help', () => {
  let clone: string;

  /** Sources alone: nothing is installed or built. */
  beforeAll(() => {
    clone = mkdtempSync(path.join(tmpdir(), 'bootstrap-'));
    for (const folder of ['tools', 'test']) {
      cpSync(path.join(projectRoot, folder), path.join(clone, folder), { recursive: true });
    }
  });
  afterAll(() => rmSync(clone, { recursive: true }));

  const helpOf = async (args: readonly string[]) => {
    const bootstrap = path.join(clone, 'tools', 'bootstrap.mjs');
    return (await run(process.execPath, [bootstrap, ...args, '--help'])).stdout;
  };

  it.each(commands)('of npm run %s is there before anything is built', async (_, args) => {
    expect(await helpOf(args)).toMatch(/^ {2}npm (run|test)/m);
  });
});
