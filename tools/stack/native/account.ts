import { readFileSync } from 'node:fs';
import { runCommand } from '../../shared/run-command.js';
import type { Account } from './native-server.js';

/** @returns the account, or undefined if this system has none of that name */
export function findAccount(name: string, passwd = readFileSync('/etc/passwd', 'utf8')) {
  const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) return undefined;
  return { uid: Number(uid), gid: Number(gid) } satisfies Account;
}

/** Creates a system account without a login; only root can, and only root needs it. */
export async function createAccount(name: string): Promise<void> {
  const flags = '--system --user-group --no-create-home --shell /usr/sbin/nologin';
  await runCommand('useradd', [...flags.split(' '), name]);
}
