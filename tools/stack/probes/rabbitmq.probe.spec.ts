import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { probeRabbitMq } from './rabbitmq.probe.js';

let server: Server;

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

it('signs in with the credentials of the address and reads the version', async () => {
  let signIn = '';
  const address = await listen((socket) => {
    socket.once('data', () => {
      socket.write(frame(method(10), Buffer.from('\x07versionS\0\0\0\x064.2.11', 'latin1')));
      socket.once('data', (startOk) => {
        signIn = startOk.toString('latin1');
        socket.write(frame(method(30)));
      });
    });
  });

  expect(await probeRabbitMq(`amqp://anna:s%2Fcret@${address}`, 10_000)).toBe('4.2.11');
  expect(signIn).toContain('\0anna\0s/cret');
});

it('fails when the server hangs up on the credentials', async () => {
  const address = await listen((socket) => {
    socket.once('data', () => {
      socket.write(frame(method(10)));
      socket.once('data', () => socket.end());
    });
  });

  await expect(probeRabbitMq(`amqp://${address}`, 10_000)).rejects.toThrow('closed the connection');
});

it('fails when no answer comes in time', async () => {
  const sockets: Socket[] = [];
  const address = await listen((socket) => sockets.push(socket));

  await expect(probeRabbitMq(`amqp://${address}`, 50)).rejects.toThrow('no answer within 50 ms');
  sockets.forEach((socket) => socket.destroy());
});

async function listen(onConnection: (socket: Socket) => void): Promise<string> {
  server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function method(id: number): Buffer {
  return Buffer.from([0, 10, 0, id]);
}

function frame(...parts: Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  const head = Buffer.from([1, 0, 0, 0, 0, 0, payload.length]);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
}
