import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { EventCatalogue, orderEvents } from '@app/events';
import { startApp, SystemClock } from '@app/messaging';
import { createTestDatabase, inMemory, InMemoryBroker, until } from '@app/testing';
import { eventRoutes } from '@app/topology';
import { orderProducer } from '../../apps/order-producer/src/order-producer.app.js';
import { declareTopology } from '../../tools/one-process/declare-topology.js';
import { Orders } from './orders.js';

/** Each order leaves two rows: its event, and a step for the feed. */
const MAX_BACKLOG = 10;
const ORDER = {
  customerId: 'c-1',
  items: [{ sku: 'MOUSE', quantity: 1 }],
  paymentMethod: 'card_ok',
};

describe('while every broker is down, orders', () => {
  const broker = new InMemoryBroker();
  let app: INestApplication;
  let orders: Orders;

  beforeAll(async () => {
    declareTopology(broker.topology);
    app = await startApp(orderProducer, {
      adapters: [inMemory(broker, ['kafka', 'redis-streams'])],
      catalogue: new EventCatalogue(orderEvents),
      routes: eventRoutes,
      clock: new SystemClock(),
      environment: {
        DATABASE_URL: await createTestDatabase(),
        PORT: '0',
        HEALTH_PORT: '0',
        OUTBOX_MAX_BACKLOG: String(MAX_BACKLOG),
        OUTBOX_WATCH_INTERVAL_MS: '20',
      },
      logger: false,
    });
    orders = new Orders(await app.getUrl());
    broker.disconnect();
  });
  afterAll(async () => {
    await app.close();
    broker.close();
  });

  it('are accepted up to the backlog, refused beyond it, and accepted again afterwards', async () => {
    const key = { 'idempotency-key': 'first' };
    const first = await (await orders.post(ORDER, key)).json();
    for (let placed = 1; placed < MAX_BACKLOG / 2; placed++) await orders.place();

    await until(async () => (await orders.post(ORDER, {})).status !== 202, {
      what: 'the backlog to be noticed',
    });
    const refusal = await orders.post(ORDER, { 'idempotency-key': 'late' });
    expect(refusal.status).toBe(503);
    expect(refusal.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refusal.headers.get('retry-after')).toBe('10');
    expect(await refusal.json()).toMatchObject({ code: 'OUTBOX_BACKLOG_FULL' });

    const repeat = await orders.post(ORDER, key);
    expect(repeat.status).toBe(202);
    expect(await repeat.json()).toEqual(first);

    broker.reconnect();
    const accepted = await until(async () => {
      const answer = await orders.post(ORDER, { 'idempotency-key': 'late' });
      return answer.status === 202 && answer;
    });
    expect(accepted.headers.get('idempotent-replayed')).toBeNull();
  });
});
