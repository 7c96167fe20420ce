import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../../../tools/shared/progress.js';
import { findPort } from '../../../tools/stack/native/find-port.js';
import { endProcesses, planNative } from '../../../tools/stack/native/native-stack.js';
import { serverFolder, type Site } from '../../../tools/stack/native/start-server.js';
import type { Server } from '../../../tools/stack/server.js';
import { servers } from '../../../tools/stack/servers.js';
import {
  deleteState,
  readState,
  withServer,
  writeState,
} from '../../../tools/stack/stack-state.js';
import { stackFolder, type StackState } from '../../../tools/stack/stack-state.js';
import { FaultServer } from './fault-server.js';
import type { Links } from './links.js';
import { serverNames, type ServerName } from './server-names.js';

/** Servers of our own, so that nobody else is hurt. Ignored by git with the rest of the stack. */
export const faultsFolder = path.join(stackFolder, 'faults');

/** All servers of the system, each behind its link. */
export class FaultStack {
  private constructor(private readonly servers: ReadonlyMap<ServerName, FaultServer>) {}

  /**
   * Starts every server with no data.
   * @throws ToolError where a server can't be had
   */
  static async start(links: Links, progress: Progress): Promise<FaultStack> {
    await endLeftovers();
    for (const server of servers) {
      rmSync(serverFolder(server, faultsFolder), { recursive: true, force: true });
    }
    let state: StackState = { mode: 'native', reason: 'faults', servers: {} };
    const keep: Parameters<Awaited<ReturnType<typeof planNative>>>[1] = (name, server) => {
      state = withServer(state, name, server);
      writeState(state, faultsFolder);
    };
    const sites = await chooseSites(links);
    const start = await planNative(progress, (server) => sites.get(nameOf(server))!);
    try {
      await start({}, keep);
    } catch (error) {
      await endLeftovers();
      throw error;
    }
    const running = servers.map((server) => {
      const name = nameOf(server);
      const started = state.servers[name];
      if (!started) throw new Error(`${name} has started without a trace.`);
      return [name, new FaultServer(server, sites.get(name)!, started, keep)] as const;
    });
    return new FaultStack(new Map(running));
  }

  server(name: ServerName): FaultServer {
    return this.servers.get(name)!;
  }

  async stop(): Promise<void> {
    await endLeftovers();
  }
}

async function chooseSites(links: Links): Promise<Map<ServerName, Required<Site>>> {
  const sites = new Map<ServerName, Required<Site>>();
  for (const server of servers) {
    const name = nameOf(server);
    // Above the ports of the usual stack and of its replacements.
    const port = await findPort(server.defaultPort + 20_000);
    links.lead(name, port);
    const advertisedPort = links.port(name);
    sites.set(name, { stackFolder: faultsFolder, port, advertisedPort });
  }
  return sites;
}

/** Of a run that was killed itself. */
async function endLeftovers(): Promise<void> {
  const state = readState(faultsFolder);
  await Promise.all(Object.values(state?.servers ?? {}).map((server) => endProcesses(server)));
  deleteState(faultsFolder);
}

function nameOf({ name }: Server): ServerName {
  const known = serverNames.find((it) => it === name);
  if (!known) throw new Error(`The fault suite does not know the server ${name}. Add it.`);
  return known;
}
