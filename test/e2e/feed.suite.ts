import { beforeAll, describe, expect, it } from '@jest/globals';
import { until, type TcpProxy } from '@app/testing';
import type { ServerSentEvent } from '../../tools/demo/orders/server-sent-events.js';
import type { AppProcess } from '../../tools/apps/app-process.js';
import type { E2eSystem } from './e2e-system.js';
import { OrdersClient, type OrderRequest } from './orders-client.js';

const order: OrderRequest = {
  customerId: 'customer-1',
  items: [{ sku: 'KEYBOARD', quantity: 1 }],
  paymentMethod: 'card_ok',
};
const completedSteps = [
  'order.completed',
  'order.placed',
  'payment.captured',
  'shipment.booked',
  'stock.reserved',
];
const hasAll = (_: ServerSentEvent, count: number) => count === completedSteps.length;

/** @param redis what stands between the apps and the Redis of their feed */
export function describeFeed(running: () => E2eSystem, redis: () => TcpProxy): void {
  describe('the feed of two instances of order-producer', () => {
    let system: E2eSystem;
    let second: AppProcess;
    let clients: readonly OrdersClient[];
    const placed: string[] = [];

    beforeAll(async () => {
      system = running();
      second = await system.startInstance('order-producer');
      clients = [system.orders, new OrdersClient(second.address.api!)];
    });

    const place = async (client: OrdersClient): Promise<string> => {
      const { body } = await client.post(order);
      placed.push(String(body['orderId']));
      return placed.at(-1)!;
    };

    it('shows each step once and in order on both, whichever records it', async () => {
      const orderIds = await Promise.all([0, 1, 0, 1, 0, 1].map((at) => place(clients[at]!)));

      const feeds = orderIds.map((id) => Promise.all(clients.map((it) => it.feed(id, hasAll))));

      for (const [one, other] of await Promise.all(feeds)) {
        expect(one!.map(stepOf).sort()).toEqual(completedSteps);
        expect(one!.map(seqOf)).toEqual(one!.map(seqOf).sort((a, b) => a - b));
        expect(other).toEqual(one);
      }
    });

    it('goes on at the other one after the last step that a client has seen', async () => {
      const orderId = await place(clients[0]!);
      const begun = await clients[0]!.feed(orderId, (_, count) => count === 2);

      const rest = await clients[1]!.feed(orderId, (_, count) => count === 3, begun[1]!.id);

      expect([...begun, ...rest].map(stepOf).sort()).toEqual(completedSteps);
    });

    it('is kept open while Redis is away, and catches up', async () => {
      redis().disconnect();
      const orderId = await place(clients[0]!);
      const seen: ServerSentEvent[][] = [[], []];
      const feeds = clients.map((client, index) =>
        client.feed(orderId, (event, count) => {
          seen[index]!.push(event);
          return hasAll(event, count);
        }),
      );
      await until(() => seen.every((steps) => steps.length > 0), { what: 'history to be shown' });
      // As far as it comes without the tasks, whose Redis it is too.
      await until(async () => (await system.orders.show(orderId)).status === 'shipped', {
        timeoutMs: 40_000,
        what: 'the order to be shipped',
      });
      for (const health of [
        system.apps.addresses['order-producer'].health,
        second.address.health,
      ]) {
        const response = await fetch(`${health}/health/ready`);
        expect(response.status).toBe(200);
        expect(await response.json()).toMatchObject({ status: 'degraded' });
      }

      redis().reconnect();

      const [one, other] = await Promise.all(feeds);
      expect(one!.map(stepOf).sort()).toEqual(completedSteps);
      expect(other).toEqual(one);
    });

    it('counts each order once in the statistics, also when entries are repeated', async () => {
      await Promise.all(placed.map((orderId) => system.orders.whenFinal(orderId)));
      await isCounted();
      await system.redis.repeatFeed();

      await until(async () => (await system.redis.unsettled()) === 0, {
        what: 'all to be counted',
      });
      await isCounted();
      expect(await system.redis.deadLetterCount()).toBe(0);
    });

    const isCounted = () =>
      until(
        async () => {
          const { body } = await clients[1]!.request('GET', '/statistics');
          expect(body).toMatchObject({
            ordersPlaced: placed.length,
            byStatus: { placed: 0, shipped: 0, completed: placed.length, cancelled: 0 },
            averageSecondsToComplete: expect.any(Number),
            lastStepAt: expect.any(String),
          });
          return true;
        },
        { timeoutMs: 20_000, what: 'the statistics to be right' },
      );
  });
}

function stepOf({ data }: ServerSentEvent): string {
  return (JSON.parse(data) as { step: string }).step;
}

function seqOf({ id }: ServerSentEvent): number {
  return Number(id);
}
