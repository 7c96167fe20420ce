import { readFileSync, statSync } from 'node:fs';
import { runCommand } from '../../../tools/shared/run-command.js';
import type { FaultServer } from './fault-server.js';

/** The program proper: the one on the PATH looks for the system's own server. */
const program = '/usr/lib/rabbitmq/bin/rabbitmqctl';

/**
 * Runs `rabbitmqctl` on a server of ours: by the environment and the account of its process, which
 * tell the node's name, its port mapper and its cookie.
 */
export async function rabbitMqCtl(
  server: Pick<FaultServer, 'pids'>,
  args: readonly string[],
): Promise<string> {
  const pid = server.pids.at(-1);
  if (pid === undefined) throw new Error('RabbitMQ does not run.');
  const { uid, gid } = statSync(`/proc/${pid}`);
  const isRoot = process.getuid?.() === 0;
  return runCommand(program, args, {
    env: environmentOf(pid),
    cwd: '/',
    ...(isRoot && { uid, gid }),
  });
}

function environmentOf(pid: number): Record<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => {
      const end = entry.indexOf('=');
      return [entry.slice(0, end), entry.slice(end + 1)] as const;
    }),
  );
}
