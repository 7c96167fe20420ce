import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { servers } from '../servers.js';
import type { ServerState } from '../stack-state.js';
import { chooseDockerPorts, portVariables } from './docker-ports.js';

const open: Server[] = [];

/** A port that somebody else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** As the state file tells of a stack whose servers have these ports. */
function stateWith(port: number): Record<string, ServerState> {
  const states = servers.map((server) => {
    const environment = server.environment(port);
    const state = { environment, startedAt: '', ours: true, processes: [] };
    return [server.name, state] as const;
  });
  return Object.fromEntries(states);
}

const all = new Set(servers.map(({ name }) => name));

describe('chooseDockerPorts', () => {
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  it('leaves a running server on the port that it holds', async () => {
    const port = await takenPort();

    const ports = await chooseDockerPorts(stateWith(port), all);

    expect(new Set(Object.values(ports))).toEqual(new Set([port]));
  });

  it('moves a server whose port was taken meanwhile', async () => {
    const port = await takenPort();

    const ports = await chooseDockerPorts(stateWith(port), new Set());

    expect(Object.values(ports)).not.toContain(port);
    expect(new Set(Object.values(ports)).size).toBe(servers.length);
  });
});

describe('portVariables', () => {
  it('names every port that docker-compose.yml publishes', () => {
    const variables = portVariables({ kafka: 1, postgres: 2 });

    expect(variables).toEqual({
      KAFKA_PORT: '1',
      POSTGRES_PORT: '2',
      RABBITMQ_MANAGEMENT_PORT: '',
    });
  });
});
