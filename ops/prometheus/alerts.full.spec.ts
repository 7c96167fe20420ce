import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { succeeds } from '../../tools/shared/run-command.js';
import { agreeOnPackages } from '../../tools/stack/native/debian-packages.js';

const run = promisify(execFile);
const promtool = (...args: string[]) => run('promtool', args, { cwd: __dirname });

/** Prometheus' own judgement: each alert fires where it must, and stays silent beside it. */
describe('promtool', () => {
  beforeAll(async () => {
    if (await succeeds('promtool', ['--version'])) return;
    const install = await agreeOnPackages(['prometheus'], (line) => process.stdout.write(line));
    await install();
  }, 300_000);

  it('takes the rules', async () => {
    const { stdout } = await promtool('check', 'rules', join(__dirname, 'alerts.yml'));

    expect(stdout).toContain('SUCCESS');
  });

  it('finds that they fire and stay silent as alerts.test.yml says', async () => {
    const { stdout } = await promtool('test', 'rules', join(__dirname, 'alerts.test.yml'));

    expect(stdout).toContain('SUCCESS');
  });
});
