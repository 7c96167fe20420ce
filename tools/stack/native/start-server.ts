import { chownSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorText } from '../../shared/error-text.js';
import { projectRoot } from '../../shared/project-root.js';
import { ToolError } from '../../shared/tool.error.js';
import type { Progress } from '../../shared/progress.js';
import type { Server } from '../server.js';
import { type ServerState, stackFolder } from '../stack-state.js';
import { waitUntilHealthy } from '../wait-until-healthy.js';
import { findAccount } from './account.js';
import { findPort } from './find-port.js';
import type { Place } from './native-server.js';
import { type OwnedProcess, endProcess, isRunning } from './owned-process.js';
import { reachableFolder } from './reachable-folder.js';
import { spawnDetached } from './spawn-detached.js';

/** For a machine that many share; a server that ends by itself is noticed at once. */
const deadlineMs = 180_000;

/** Where one server runs, when it isn't the stack's usual place. */
export interface Site {
  /** In place of `.stack`. */
  readonly stackFolder?: string;
  /** The port to take, and no other: a restarted server is where its clients look for it. */
  readonly port?: number;
  /** Where clients are told to connect, when that is not the server itself but a proxy before it. */
  readonly advertisedPort?: number;
}

/**
 * Installs, starts and awaits one server; `keep` is told of its processes as soon as they exist.
 * @throws ToolError `SERVER_NOT_HEALTHY` with the end of the server's log; it is ended by then
 */
export async function startServer(
  server: Server,
  progress: Progress,
  keep: (name: string, state: ServerState) => void,
  site: Site = {},
): Promise<void> {
  const say = (text: string) => progress.say(`${server.name}: ${text}`);
  const place = await findPlace(server, say, site);
  await server.native.install?.(place);
  say('starting');
  const environment = server.environment(place.port);
  const address = environment[server.variables[0]] ?? '';
  const logFile = freshLog(server, site.stackFolder);
  const processes: OwnedProcess[] = [];
  const state = { environment, startedAt: new Date().toISOString(), ours: true, processes };
  try {
    for (const launch of await server.native.prepare(place)) {
      processes.push(await spawnDetached(launch, logFile, place.user));
      keep(server.name, state);
    }
    const isAlive = () => processes.every(isRunning);
    const version = await waitUntilHealthy(server, address, deadlineMs, isAlive);
    keep(server.name, { ...state, version: version ?? server.native.version ?? 'unknown' });
    say(`up at ${address}`);
  } catch (error) {
    for (const owned of processes.toReversed()) await endProcess(owned);
    const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
    const message = `${errorText(error)}\nThe end of ${logFile}:\n${tail}`;
    throw new ToolError('SERVER_NOT_HEALTHY', message, { cause: error });
  }
}

async function findPlace(server: Server, say: Place['say'], site: Site): Promise<Place> {
  const port = site.port ?? (await findPort(server.defaultPort));
  if (site.port === undefined && port !== server.defaultPort) {
    say(`port ${server.defaultPort} is in use (ss -ltnp names who has it), so it takes ${port}`);
  }
  const root = process.getuid?.() === 0;
  const user = root && server.native.runAs ? findAccount(server.native.runAs) : undefined;
  const folder = serverFolder(server, site.stackFolder);
  mkdirSync(folder, { recursive: true });
  if (user) chownSync(folder, user.uid, user.gid);
  const advertisedPort = site.advertisedPort ?? port;
  return { port, advertisedPort, folder, findPort, say, ...(user ? { user } : {}) };
}

export function serverFolder(server: Server, parent = stackFolder): string {
  const own = path.join(parent, server.name);
  return server.native.runAs === undefined ? own : reachableFolder(own, projectRoot);
}

function freshLog(server: Server, parent = stackFolder): string {
  const folder = path.join(parent, 'logs');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${server.name}.log`);
  writeFileSync(file, '', { flag: 'a' });
  truncateSync(file);
  return file;
}
