import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { EventCatalogue, orderEvents } from '@app/events';
import { startApp } from '@app/messaging';
import { createTestDatabase, inMemory, ManualClock, until, type RunningSystem } from '@app/testing';
import { eventRoutes, orderActivity } from '@app/topology';
import { orderProducer } from '../../apps/order-producer/src/order-producer.app.js';
import { startOrderSystem } from '../../tools/one-process/start-order-system.js';
import { OrdersClient } from '../e2e/orders-client.js';
import { Orders } from './orders.js';

const completed = [
  'order.completed',
  'order.placed',
  'payment.captured',
  'shipment.booked',
  'stock.reserved',
];

describe('the live feed', () => {
  /** Stands still: what arrives was told of by the stream, not found by the slow poll. */
  const clock = new ManualClock();
  let system: RunningSystem;
  let second: INestApplication;
  let orders: Orders;
  let clients: readonly OrdersClient[];

  beforeAll(async () => {
    const environment = { DATABASE_URL: await createTestDatabase(), PORT: '0', HEALTH_PORT: '0' };
    system = await startOrderSystem({ environment, clock });
    second = await startApp(orderProducer, {
      adapters: [inMemory(system.broker, ['kafka', orderActivity.broker])],
      catalogue: new EventCatalogue(orderEvents),
      routes: eventRoutes,
      clock,
      environment,
      logger: false,
    });
    const urls = [await system.app('order-producer').getUrl(), await second.getUrl()];
    orders = new Orders(urls[0]!);
    clients = urls.map((url) => new OrdersClient(url));
  });
  afterAll(async () => {
    await second?.close();
    await system?.stop();
  });

  const statistics = async () => (await clients[1]!.request('GET', '/statistics')).body;

  it('shows each step once on every instance, and goes on where a client has been', async () => {
    const orderId = await orders.place();

    const [one, other] = await Promise.all(
      clients.map((client) => client.feed(orderId, (_, count) => count === completed.length)),
    );
    const rest = await clients[1]!.feed(orderId, (_, count) => count === 3, one![1]!.id);

    expect(one!.map(stepOf).sort()).toEqual(completed);
    expect(other).toEqual(one);
    expect(rest).toEqual(one!.slice(2));
  });

  it('tells of each step with the status, as a part of the story of its order', async () => {
    const orderId = await orders.place({ sku: 'SOLD_OUT' });
    await orders.ended(orderId);

    const told = await until(() => {
      const entries = system.broker.storedIn(orderActivity.name).filter((it) => it.key === orderId);
      return entries.length === 2 && entries.map(({ body }) => JSON.parse(body.toString()));
    });

    expect(told).toMatchObject([
      { data: { orderId, step: 'order.placed', broker: 'http', status: 'placed' } },
      { data: { orderId, step: 'stock.rejected', broker: 'kafka', status: 'cancelled' } },
    ]);
    expect(told[0].correlationid).toBe(told[0].causationid);
    expect(told[1].correlationid).toBe(told[0].correlationid);
  });

  it('is counted in the statistics, each order once, also when entries are repeated', async () => {
    const orderId = await orders.place();
    await orders.ended(orderId);
    const expected = { ordersPlaced: 3, byStatus: { completed: 2, cancelled: 1, placed: 0 } };
    await until(async () => expect(await statistics()).toMatchObject(expected) === undefined);

    for (const entry of system.broker.storedIn(orderActivity.name)) {
      system.broker.append(orderActivity.name, entry);
    }
    await until(() => system.broker.unsettled(orderActivity.name) === 0, { what: 'all counted' });

    expect(await statistics()).toMatchObject(expected);
    expect(system.broker.deadLettersOf(orderActivity.name)).toEqual([]);
  });
});

function stepOf({ data }: { readonly data: string }): string {
  return (JSON.parse(data) as { step: string }).step;
}
