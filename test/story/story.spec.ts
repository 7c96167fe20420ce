import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@app/database';
import { readDeadLetterHeader } from '@app/dlq';
import { createTestDatabase, ManualClock, until, type RunningSystem } from '@app/testing';
import { startOrderSystem } from '../../tools/one-process/start-order-system.js';
import { Orders } from './orders.js';

let system: RunningSystem;
let orders: Orders;
const clock = new ManualClock();

beforeAll(async () => {
  const environment = { DATABASE_URL: await createTestDatabase() };
  system = await startOrderSystem({ environment, clock });
  orders = new Orders(await system.app('order-producer').getUrl());
});
afterAll(() => system.stop());

const tables = (app: string) =>
  system
    .app(app)
    .get<Database<Record<string, Record<string, unknown>>>>(Database, { strict: false }).kysely;
const rowsOf = (app: string, table: string, orderId: string) =>
  tables(app).selectFrom(table).selectAll().where('order_id', '=', orderId).execute();

describe('an order', () => {
  it('is completed, with one charge, one shipment, one invoice and one mail', async () => {
    const orderId = await orders.place();

    const order = await orders.ended(orderId);

    expect(order).toMatchObject({ orderId, status: 'completed', reason: null });
    expect(order.history.map(({ step, broker }) => `${step} via ${broker}`).sort()).toEqual([
      'order.completed via bullmq',
      'order.placed via http',
      'payment.captured via rabbitmq',
      'shipment.booked via sqs',
      'stock.reserved via kafka',
    ]);
    expect(await rowsOf('rabbitmq-worker', 'provider_charges', orderId)).toHaveLength(1);
    expect(await rowsOf('sqs-poller', 'shipments', orderId)).toHaveLength(1);
    expect(await rowsOf('task-worker', 'invoices', orderId)).toHaveLength(1);
    await until(async () => (await rowsOf('task-worker', 'mails', orderId)).length === 1, {
      what: 'the confirmation',
    });
  });

  it('is cancelled when the card is declined: stock is released, the customer is told', async () => {
    const orderId = await orders.place({ paymentMethod: 'card_declined' });

    const order = await orders.ended(orderId);

    expect(order).toMatchObject({ status: 'cancelled', reason: 'the card was declined' });
    await until(
      async () => (await orders.get(orderId)).history.some(({ step }) => step === 'stock.released'),
      { what: 'the stock to be released' },
    );
    expect(await rowsOf('kafka-consumer', 'reservations', orderId)).toHaveLength(0);
    expect(await rowsOf('rabbitmq-worker', 'provider_charges', orderId)).toHaveLength(0);
    await until(
      async () => (await rowsOf('rabbitmq-worker', 'notifications', orderId)).length === 1,
      {
        what: 'the customer to be told',
      },
    );
  });

  it('is cancelled when an item is sold out, and nothing is charged', async () => {
    const orderId = await orders.place({ sku: 'SOLD_OUT' });

    const order = await orders.ended(orderId);

    expect(order).toMatchObject({ status: 'cancelled', reason: 'SOLD_OUT is sold out' });
    expect(await rowsOf('rabbitmq-worker', 'payments', orderId)).toEqual([]);
  });

  it('waits out a provider that fails twice, and is charged once', async () => {
    const orderId = await orders.place({ paymentMethod: 'card_flaky' });

    await until(
      () => {
        clock.advance(1_000);
        return orders.get(orderId).then(({ status }) => status === 'completed');
      },
      { what: 'the flaky card to be charged' },
    );
    expect(await rowsOf('rabbitmq-worker', 'provider_charges', orderId)).toHaveLength(1);
    const { history } = await orders.get(orderId);
    expect(history.find(({ step }) => step === 'payment.captured')?.attempts).toBe(3);
  });

  it('is placed once when its request is repeated with the same Idempotency-Key', async () => {
    const body = {
      customerId: 'c-1',
      items: [{ sku: 'MOUSE', quantity: 1 }],
      paymentMethod: 'card_ok',
    };
    const key = { 'idempotency-key': 'once-and-only' };

    const first = await orders.post(body, key);
    const second = await orders.post(body, key);

    expect([first.status, second.status]).toEqual([202, 202]);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('a poison message', () => {
  it('becomes a dead letter of each consumer, bytes unchanged, and orders go on', async () => {
    const poison = Buffer.from('{"specversion": "1.0", broken');
    system.broker.append('orders.events', { body: poison, headers: new Map(), key: 'poison' });

    const orderId = await orders.place();
    expect(await orders.ended(orderId)).toMatchObject({ status: 'completed' });

    const dead = await until(() => {
      const letters = system.broker.deadLettersOf('orders.events');
      return letters.length >= 3 && letters;
    });
    const headers = dead.map((letter) => readDeadLetterHeader(letter.headers)!);
    expect(dead.map((letter) => letter.body)).toEqual([poison, poison, poison]);
    expect(new Set(headers.map(({ reason }) => reason))).toEqual(new Set(['INVALID_JSON']));
    expect(headers.map(({ source }) => source.consumer).sort()).toEqual([
      'kafka-consumer',
      'order-producer',
      'task-worker',
    ]);
  });
});

describe('bad input', () => {
  const good = {
    customerId: 'c-1',
    items: [{ sku: 'MOUSE', quantity: 1 }],
    paymentMethod: 'card_ok',
  };

  it.each([
    ['a body that is no JSON', '{"customerId": ', 400, { code: 'BAD_REQUEST' }],
    [
      'an unknown sku',
      { ...good, items: [{ sku: 'NOPE', quantity: 1 }] },
      422,
      { code: 'VALIDATION', errors: [{ field: 'items.0.sku' }] },
    ],
    [
      'a wrong type',
      { ...good, items: [{ sku: 'MOUSE', quantity: 'two' }] },
      422,
      { code: 'VALIDATION', errors: [{ field: 'items.0.quantity' }] },
    ],
    ['no body', '', 422, { code: 'VALIDATION' }],
    [
      'a body over 64 KiB',
      { ...good, customerId: 'x'.repeat(65 * 1024) },
      413,
      { code: 'PAYLOAD_TOO_LARGE' },
    ],
  ])('%s is refused as problem+json', async (_, body, status, problem) => {
    const response = await orders.post(body);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, ...problem });
  });

  it('an order that nobody placed is not found', async () => {
    const response = await fetch(
      `${await system.app('order-producer').getUrl()}/orders/01890000-0000-7000-8000-000000000000`,
    );
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});
