import { findPort } from '../native/find-port.js';
import type { Server } from '../server.js';
import { servers } from '../servers.js';
import type { ServerState } from '../stack-state.js';

/** The port of each server on this machine, by the server's name. */
export type DockerPorts = Readonly<Record<string, number>>;

/**
 * The standard ports, or others where those are in use. A server keeps the port that it was given
 * before, unless it was ended and somebody else took the port.
 * @param running services that hold the ports which they were given
 */
export async function chooseDockerPorts(
  known: Readonly<Record<string, ServerState>>,
  running: ReadonlySet<string>,
): Promise<DockerPorts> {
  const ports: Record<string, number> = {};
  for (const server of servers) {
    const before = portIn(server, known[server.name]);
    const keeps = before !== undefined && running.has(server.name);
    ports[server.name] = keeps ? before : await findPort(before ?? server.defaultPort);
  }
  return ports;
}

/** How docker-compose.yml is told of them: `KAFKA_PORT`, `POSTGRES_PORT`, … */
export function portVariables(ports: DockerPorts): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, port] of Object.entries(ports)) {
    variables[`${name.toUpperCase()}_PORT`] = String(port);
  }
  // Nobody was promised this one: any that is free.
  return { ...variables, RABBITMQ_MANAGEMENT_PORT: '' };
}

/** An address is a URL, or a bare `host:port` as Kafka's. */
function portIn(server: Server, state: ServerState | undefined): number | undefined {
  const address = state?.environment[server.variables[0]];
  const port = /:(\d+)(\/[^:]*)?$/.exec(address ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}
