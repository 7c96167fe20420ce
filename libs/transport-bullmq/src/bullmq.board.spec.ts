import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { BrokerBoards } from '@app/messaging';
import { BullMqBoard } from './bullmq.board.js';
import { Queues } from './topology/queues.js';

it("has the reader's browser ask nobody else", async () => {
  const board = new BullMqBoard(new Queues({ queues: [] }, []), new BrokerBoards());
  const handle = await board.open('/queues', false);
  const server = createServer((request, response) => handle(request, response, () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();

    expect(page).toContain('<title>');
    expect(page).not.toMatch(/(href|src)="(https?:)?\/\//);
  } finally {
    server.close();
  }
});
