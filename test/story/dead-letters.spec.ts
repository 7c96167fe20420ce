import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Database } from '@app/database';
import { encodeEvent, PaymentRequested } from '@app/events';
import { anEvent, createTestDatabase, ManualClock, until, type RunningSystem } from '@app/testing';
import { startOrderSystem } from '../../tools/one-process/start-order-system.js';
import { AdminApi } from '../e2e/admin-api.js';
import { Orders } from './orders.js';

let system: RunningSystem;
let admin: AdminApi;
let orders: Orders;
const clock = new ManualClock();

beforeAll(async () => {
  const token = 'the token of this test';
  const environment = {
    DATABASE_URL: await createTestDatabase(),
    ADMIN_TOKEN: token.replaceAll(' ', '-'),
  };
  system = await startOrderSystem({ environment, clock });
  admin = new AdminApi(await system.app('dead-letter-admin').getUrl(), token.replaceAll(' ', '-'));
  orders = new Orders(await system.app('order-producer').getUrl());
});
afterAll(() => system.stop());

const poison = () => ({
  body: Buffer.from(`{"oops ${randomUUID()}`),
  headers: new Map(),
  key: 'k',
});

describe('a dead letter', () => {
  it('is in the ledger for each consumer of a stream that could not handle it', async () => {
    const { body, ...rest } = poison();

    system.broker.append('orders.events', { body, ...rest });

    const letters = await admin.collected({ source: 'orders.events' }, 3);
    expect(letters.map(({ source }) => source.consumer).sort()).toEqual([
      'kafka-consumer',
      'order-producer',
      'task-worker',
    ]);
    expect(letters.map(({ status, reason }) => `${status} ${reason}`)).toEqual(
      Array(3).fill('open INVALID_JSON'),
    );
    const raw = await admin.call('GET', `/dead-letters/${letters[0]!.id}/body`);
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(body);
  });

  it('that fails again at its replay is linked to the one that it becomes, for its consumer alone', async () => {
    system.broker.append('orders.events', poison());
    const letters = await admin.collected({ source: 'orders.events', status: 'open' }, 3);
    const letter = letters.find(({ source }) => source.consumer === 'task-worker')!;

    await admin.replay({ ids: [letter.id] });

    const failed = await admin.becomes(letter.id, 'failed_again');
    const again = await admin.list({ source: 'orders.events', consumer: 'task-worker' });
    expect(again).toContainEqual(
      expect.objectContaining({
        id: failed.successorId,
        ancestorId: letter.id,
        status: 'open',
        source: expect.objectContaining({
          name: 'orders.events',
          consumer: 'task-worker',
          coordinates: expect.objectContaining({ channel: 'orders.events.replay.task-worker' }),
        }),
      }),
    );
  });

  it('is resolved when its consumer has handled its replay', async () => {
    const orderId = await orders.place();
    await orders.ended(orderId);
    const database = system.app('rabbitmq-worker').get<Database>(Database, { strict: false });
    const hide = (from: string, to: string) =>
      database.query({ text: `alter table ${database.table(from)} rename to ${to}` });
    const payment = anEvent(PaymentRequested, {
      orderId: randomUUID(),
      customerId: 'c-1',
      paymentMethod: 'card_ok',
      amountCents: 100,
      items: [{ sku: 'MOUSE', quantity: 1 }],
    });
    await hide('payments', 'payments_hidden');
    system.broker.append('payments', { ...encodeEvent(payment), key: payment.data.orderId });
    await until(
      async () => {
        clock.advance(60_000);
        return (await admin.list({ source: 'payments' })).length === 1;
      },
      { what: 'the payment to be given up', timeoutMs: 30_000 },
    );
    const [letter] = await admin.list({ source: 'payments' });
    expect(letter).toMatchObject({ reason: 'RETRIES_EXHAUSTED', status: 'open' });
    await hide('payments_hidden', 'payments');

    const replay = await admin.replay({ filter: { source: 'payments' }, ratePerSecond: 100 });

    await admin.becomes(letter!.id, 'resolved');
    expect(await admin.replayState(replay.id)).toMatchObject({
      status: 'finished',
      total: 1,
      sent: 1,
      resolved: 1,
    });
  });
});
