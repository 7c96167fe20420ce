import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '@app/http';
import { until } from '@app/testing';
import { LiveClients } from './live-clients.js';

describe('LiveClients', () => {
  let clients: LiveClients;
  let server: http.Server;
  let requests: http.ClientRequest[];

  beforeEach(async () => {
    clients = new LiveClients();
    requests = [];
    server = http.createServer((_, response) => clients.add(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    for (const request of requests) request.destroy();
    clients.close();
    server.close();
  });

  const open = async (): Promise<http.IncomingMessage> => {
    const { port } = server.address() as AddressInfo;
    const request = http.get({ port, host: '127.0.0.1', agent: false });
    request.on('error', () => undefined);
    requests.push(request);
    return await new Promise((resolve) => request.once('response', resolve));
  };

  it('tells every page, as server-sent events that nobody caches', async () => {
    const pages = await Promise.all([open(), open()]);
    const texts = ['', ''];
    pages.forEach((page, at) => page.on('data', (part: Buffer) => (texts[at] += part.toString())));

    clients.send('steps', { steps: ['a\nb'] });

    for (const at of [0, 1]) await until(() => texts[at]!.includes('event: steps'));
    expect(texts[0]).toContain('event: steps\ndata: {"steps":["a\\nb"]}\n\n');
    expect(pages[0]!.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
  });

  it('cuts off who reads too slowly, and nobody else', async () => {
    const [slow, quick] = [await open(), await open()];
    slow.pause();
    quick.resume();
    const part = 'x'.repeat(32 * 1024);

    // Until it has filled what the operating system buffers for it, and then what we do.
    while (clients.count === 2) {
      clients.send('steps', part);
      await setImmediate();
    }

    let received = false;
    quick.on('data', () => (received = true));
    clients.send('steps', {});
    expect(await until(() => received)).toBe(true);
  });

  it('forgets who has gone, and ends all when the app stops', async () => {
    const [gone, stays] = [await open(), await open()];
    stays.resume();
    gone.destroy();
    await until(() => clients.count === 1);

    clients.close();

    await until(() => stays.complete);
    expect(() => clients.add({} as ServerResponse)).toThrow(Problem);
  });
});
