import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OrdersApi } from './orders-api.js';

const servers: Server[] = [];

async function apiOf(listener: RequestListener, signal = AbortSignal.timeout(5_000)) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return new OrdersApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, signal);
}

const feed: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('event: step\nid: 1\ndata: {"step":"order.placed","broker":"http"}\n\n');
};

describe('OrdersApi', () => {
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  it('sends the idempotency key and reads the id', async () => {
    const api = await apiOf((request, response) => {
      response.writeHead(202).end(`{"orderId":"${String(request.headers['idempotency-key'])}"}`);
    });

    await expect(api.place({ sku: 'MOUSE', paymentMethod: 'card_ok' }, 'k-1')).resolves.toBe('k-1');
  });

  it('says what a refusal said', async () => {
    const api = await apiOf((_request, response) => {
      response.writeHead(422).end('{"code":"VALIDATION"}');
    });

    await expect(api.show('o')).rejects.toThrow('422 {"code":"VALIDATION"}');
  });

  it('hangs up when nobody follows any more', async () => {
    let hungUp: Promise<unknown> | undefined;
    const api = await apiOf((request, response) => {
      hungUp = once(request.socket, 'close');
      feed(request, response);
    });

    for await (const step of api.follow('o')) {
      expect(step).toEqual({ step: 'order.placed', broker: 'http' });
      break;
    }

    await hungUp;
  });

  it('ends a feed with the reason of its signal', async () => {
    const over = new AbortController();
    const api = await apiOf(feed, over.signal);
    const follow = async () => {
      for await (const _step of api.follow('o')) over.abort(new Error('an app ended'));
    };

    await expect(follow()).rejects.toThrow('an app ended');
  });
});
