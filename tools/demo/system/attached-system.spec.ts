import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@app/testing';
import { attachToSystem } from './attached-system.js';

const { signal } = new AbortController();

async function listen(orders?: unknown) {
  const server = createServer(
    (_request, response) =>
      void response.writeHead(orders ? 200 : 404).end(orders && JSON.stringify(orders)),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  return { api: `http://127.0.0.1:${port}`, close };
}

describe('attachToSystem', () => {
  const { DATABASE_URL } = process.env;
  afterEach(() => {
    if (DATABASE_URL === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = DATABASE_URL;
  });

  it('takes whatever answers at the address', async () => {
    const server = await listen();

    const system = await attachToSystem(server.api, { signal });

    expect(system.api).toBe(server.api);
    await server.close();
  });

  it('takes no apps whose orders are in other books than those that it reads', async () => {
    process.env['DATABASE_URL'] = await createTestDatabase();
    const server = await listen([{ orderId: '01a206d9-439f-7057-8240-1cc05f8f5a0b' }]);

    await expect(attachToSystem(server.api, { signal })).rejects.toThrow(/Set DATABASE_URL/);
    await server.close();
  });

  it('says where nothing answers', async () => {
    const server = await listen();
    await server.close();

    await expect(attachToSystem(server.api, { signal })).rejects.toThrow(
      new RegExp(`No order API answers at ${server.api} .*ECONNREFUSED`),
    );
  });
});
