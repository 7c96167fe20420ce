import { isExecutable } from '../native/java.js';
import { probeRedis } from '../probes/redis.probe.js';
import type { Server } from '../server.js';

/** Debian's package keeps it there. */
const program = '/usr/bin/redis-server';

export const redis: Server = {
  name: 'redis',
  title: 'Redis',
  variables: ['REDIS_URL', 'IDEMPOTENCY_REDIS_URL'],
  defaultPort: 6379,
  environment: (port) => ({
    REDIS_URL: `redis://127.0.0.1:${port}`,
    // A database of its own: whoever empties the queues doesn't forget what was done.
    IDEMPOTENCY_REDIS_URL: `redis://127.0.0.1:${port}/1`,
  }),
  probe: probeRedis,
  native: {
    missingPackages: async () => (isExecutable(program) ? [] : ['redis-server']),
    runAs: 'redis',
    prepare: async ({ folder, port }) => [
      { role: 'redis', program, args: flags({ ...settings, port, dir: folder }), cwd: folder },
    ],
  },
};

/** docker-compose.yml gives its Redis the same. */
const settings = {
  bind: '127.0.0.1',
  // Jobs, feeds and idempotency keys are no cache: a full server refuses writes, and forgets nothing.
  'maxmemory-policy': 'noeviction',
  appendonly: 'yes',
  // What was confirmed in the last second may go with the machine, but not with the process.
  appendfsync: 'everysec',
  // The log alone restores everything.
  save: '',
  daemonize: 'no',
};

function flags(values: Record<string, string | number>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
