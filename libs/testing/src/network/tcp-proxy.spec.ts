import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { until } from '../time/until.js';
import { TcpProxy } from './tcp-proxy.js';

describe('TcpProxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let received: string[];

  beforeEach(async () => {
    received = [];
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        received.push(bytes.toString());
        socket.write(`answer to ${bytes.toString()}`);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.open({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
    });
  });

  afterEach(async () => {
    await proxy.close();
    server.close();
  });

  async function client() {
    const socket = connect({ host: proxy.host, port: proxy.port });
    const answers: string[] = [];
    socket.on('data', (bytes) => answers.push(bytes.toString()));
    const closed = new Promise<void>((resolve) => {
      socket.on('error', () => undefined).on('close', () => resolve());
    });
    await once(socket, 'connect');
    const ask = async (text: string) => {
      const answer = once(socket, 'data');
      socket.write(text);
      return String((await answer)[0]);
    };
    return { socket, answers, closed, ask };
  }

  it('forwards both ways', async () => {
    const { ask } = await client();

    expect(await ask('one')).toBe('answer to one');
  });

  it('cuts connections, and new ones until it is told to reconnect', async () => {
    const before = await client();
    await before.ask('one');

    proxy.disconnect();
    await before.closed;
    await (
      await client()
    ).closed;
    proxy.reconnect();

    expect(await (await client()).ask('two')).toBe('answer to two');
  });

  it('lets nothing pass while it is frozen, and tells nobody', async () => {
    const { socket, answers } = await client();
    let isClosed = false;
    socket.on('close', () => (isClosed = true));

    proxy.freeze();
    socket.write('one');
    const late = client().then(({ ask }) => ask('two'));
    await until(() => received.length > 0, { timeoutMs: 100 }).catch(() => undefined);
    expect({ received, answers, isClosed }).toEqual({ received: [], answers: [], isClosed: false });
    proxy.thaw();

    expect(await late).toBe('answer to two');
    await until(() => answers.length > 0);
    expect(answers).toEqual(['answer to one']);
  });

  it('hands on later, in order', async () => {
    const { socket, answers } = await client();
    proxy.delay(30);
    const startedMs = performance.now();

    socket.write('one');
    await until(() => answers.length > 0);

    expect(answers).toEqual(['answer to one']);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(50);
  });

  it('cuts once, and lets the next connection through', async () => {
    const before = await client();
    await before.ask('one');

    proxy.cutAll();
    await before.closed;

    expect(await (await client()).ask('two')).toBe('answer to two');
  });

  it('keeps one answer from the client, after the server has acted', async () => {
    const cut = proxy.cutNextAnswer((bytes) => bytes.includes('store'));
    const { ask, socket, closed, answers } = await client();
    await ask('hello');

    socket.write('store this');
    await Promise.all([cut, closed]);

    expect(received).toContain('store this');
    expect(answers).toEqual(['answer to hello']);
    expect(await (await client()).ask('store again')).toBe('answer to store again');
  });
});
