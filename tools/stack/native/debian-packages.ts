import { createInterface } from 'node:readline/promises';
import { runCommand, succeeds } from '../../shared/run-command.js';
import { ToolError } from '../../shared/tool.error.js';
import { isExecutable } from './java.js';
import type { Say } from '../server.js';

/**
 * `policy-rc.d` (invoke-rc.d(8)) with exit code 101 keeps apt from starting the servers that it
 * installs: we start our own. What was there before is put back, whatever happens.
 */
const installScript = `
policy=/usr/sbin/policy-rc.d
restore() { rm -f $policy; if [ -e $policy.before-stack ]; then mv $policy.before-stack $policy; fi; }
if [ -e $policy ] && [ ! -e $policy.before-stack ]; then mv $policy $policy.before-stack; fi
trap restore EXIT; trap 'exit 130' INT; trap 'exit 143' TERM
printf '#!/bin/sh\\nexit 101\\n' > $policy && chmod 755 $policy
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"
`;

/**
 * Names the packages, asks if there is a terminal to ask on, and returns the installation.
 * @throws ToolError `PACKAGES_MISSING` when the user says no or we may not install
 */
export async function agreeOnPackages(packages: string[], say: Say): Promise<() => Promise<void>> {
  if (packages.length === 0) return async () => {};
  const list = packages.join(' ');
  const byHand = `apt-get install --no-install-recommends ${list}`;
  if (!isExecutable('/usr/bin/apt-get')) {
    throw missing(`the stack needs ${list}, and this system has no apt-get to install it`);
  }
  const prefix = await privilege();
  if (prefix === undefined) {
    throw missing(`the stack needs Debian packages; install them with: sudo ${byHand}`);
  }
  say(`needs Debian packages that are missing: ${list}`);
  if (!(await userAgrees())) throw missing(`not installed; by hand: ${byHand}`);
  const [program, ...args] = [...prefix, 'sh', '-c', installScript, 'sh', ...packages];
  return async () => void (await runCommand(program ?? 'sh', args));
}

/** @returns what to put before a command that must be root's; undefined if we can't be root */
async function privilege(): Promise<string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  return (await succeeds('sudo', ['-n', 'true'])) ? ['sudo', '-n'] : undefined;
}

/** Without a terminal there is nobody to ask: the command itself was the request. */
async function userAgrees(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question('Install them now? [Y/n] ');
    return !/^\s*n/i.test(answer);
  } finally {
    terminal.close();
  }
}

function missing(what: string): ToolError {
  return new ToolError('PACKAGES_MISSING', `${what}. Or use Docker (--docker).`);
}
