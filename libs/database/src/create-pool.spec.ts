import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from './create-pool.js';
import { databaseSettings } from './database.settings.js';
import { Session } from './session.js';

/** PostgreSQL manual, 54.7: AuthenticationOk, ReadyForQuery. */
const READY = Buffer.from('5200000008000000005a0000000549', 'hex');

/** 54.7: ErrorResponse, 54.8: its fields. */
function errorResponse(fields: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(fields).map(([type, value]) => `${type}${value}\0`);
  const body = Buffer.from(`${text.join('')}\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const SHUTDOWN = errorResponse({ S: 'FATAL', V: 'FATAL', C: '57P01', M: 'terminating connection' });

describe('createPool', () => {
  let server: Server;
  let pool: pg.Pool;

  beforeEach(async () => {
    server = createServer((socket) => {
      socket.once('data', () => socket.end(Buffer.concat([READY, SHUTDOWN])));
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const settings = { DATABASE_URL: `postgres://u@127.0.0.1:${port}/d` };
    pool = createPool(databaseSettings.parse(settings), 'app');
  });
  afterEach(async () => {
    await pool.end();
    server.close();
  });

  it('survives a server that ends a connection as soon as it stands', async () => {
    const session = await Session.open(pool);

    await expect(session.query({ text: 'select 1' })).rejects.toThrow(/terminat|connection error/);

    session.close();
    expect(pool.totalCount).toBe(0);
  });
});
