import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { DatabaseUnavailableError } from './availability.errors.js';
import { toDatabaseError } from './to-database-error.js';

it('knows a server that takes connections and says nothing as unavailable', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = new pg.Client({ host: '127.0.0.1', port, connectionTimeoutMillis: 50 });

  const error: unknown = await client.connect().catch(toDatabaseError);
  sockets.forEach((socket) => socket.destroy());
  server.close();

  expect(error).toBeInstanceOf(DatabaseUnavailableError);
});
