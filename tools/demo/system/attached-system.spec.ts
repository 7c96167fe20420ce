import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { attachToSystem } from './attached-system.js';

const { signal } = new AbortController();

async function listen() {
  const server = createServer((_request, response) => void response.writeHead(404).end());
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
  it('takes whatever answers at the address', async () => {
    const server = await listen();

    const system = await attachToSystem(server.api, { signal });

    expect(system.api).toBe(server.api);
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
