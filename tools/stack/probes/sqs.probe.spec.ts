import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { probeSqs } from './sqs.probe.js';

let server: Server;

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

it.each([
  { what: 'a list of queues', status: 200, body: '{"QueueUrls":[]}' },
  { what: 'a request for credentials', status: 400, body: '{"__type":"MissingAuthentication"}' },
])('takes $what as an answer of SQS', async ({ status, body }) => {
  const { address, asked } = await answering(status, body);

  await expect(probeSqs(address, 10_000)).resolves.toBeUndefined();
  expect(asked).toEqual(['AmazonSQS.ListQueues']);
});

it('does not take any web server for SQS', async () => {
  const { address } = await answering(404, '<html>');

  await expect(probeSqs(address, 10_000)).rejects.toThrow('does not speak SQS');
});

async function answering(status: number, body: string) {
  const asked: (string | string[] | undefined)[] = [];
  server = createServer((request, response) => {
    asked.push(request.headers['x-amz-target']);
    response.writeHead(status, { connection: 'close' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
