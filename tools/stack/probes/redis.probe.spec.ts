import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { probeRedis } from './redis.probe.js';

let server: Server;

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

it('signs in with the credentials of the address and reads the version', async () => {
  const facts = '# Server\r\nredis_version:8.2.1\r\nredis_mode:standalone\r\n';
  const { address, asked } = await answering('+OK\r\n', `$${facts.length}\r\n${facts}\r\n`);

  expect(await probeRedis(`redis://anna:s%2Fcret@${address}`, 10_000)).toBe('8.2.1');
  expect(asked.join('')).toContain('$4\r\nAUTH\r\n$4\r\nanna\r\n$6\r\ns/cret\r\n');
});

it('says what the server has against us', async () => {
  const { address } = await answering('-LOADING Redis is loading the dataset in memory\r\n');

  await expect(probeRedis(`redis://${address}`, 10_000)).rejects.toThrow(
    'LOADING Redis is loading',
  );
});

async function answering(...answers: string[]) {
  const asked: string[] = [];
  server = createServer((socket) => {
    socket.on('data', (bytes) => {
      asked.push(bytes.toString());
      socket.write(answers.shift() ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
