import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { appNames, type AppName } from '../../tools/apps/apps.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { findDifferences } from './find-differences.js';
import { expectedStock, planOrders, type PlannedOrder } from './order-plan.js';

/** A full run goes round the apps more than once. */
const rounds = process.env['TEST_SIZE'] === 'full' ? 3 : 1;
const ordersPerRound = 100;
const repeats = 10;

describe('orders while each app in turn is told to end', () => {
  jest.setTimeout(rounds * 120_000);
  const plan = planOrders(rounds * ordersPerRound);
  const placed = new Map<string, PlannedOrder>();
  let system: E2eSystem;

  beforeAll(async () => {
    system = await startE2eSystem('orders');
  });
  afterAll(() => system?.stop());

  it('are placed, once for each Idempotency-Key', async () => {
    const visits = Array.from({ length: rounds }, () => appNames).flat();
    const perVisit = plan.length / visits.length;
    for (const [index, app] of visits.entries()) {
      const [first, ...others] = plan.slice(index * perVisit, (index + 1) * perVisit);
      await place(first!);
      await Promise.all([placeAll(others), endAndRestart(app)]);
    }

    expect(placed.size).toBe(plan.length);
    for (const [orderId, order] of [...placed].slice(0, repeats)) {
      const repeated = await system.orders.place(order.request, order.idempotencyKey);
      expect(repeated).toEqual({ orderId, isReplay: true });
    }
  });

  it('end completed or cancelled, as the API tells', async () => {
    for (const [orderId, { outcome }] of placed) {
      const { status } = await system.orders.whenFinal(orderId);
      expect(`${orderId} ${status}`).toBe(
        `${orderId} ${outcome === 'completed' ? 'completed' : 'cancelled'}`,
      );
    }
  });

  it('have each effect once', async () => {
    await until(compareBooks, { timeoutMs: 30_000, what: 'the books of all services to be right' });

    expect(await system.books.stock()).toEqual(expectedStock(plan));
  });

  it('leave nothing behind once all apps have ended', async () => {
    await system.whenIdle();
    const exits = await system.apps.stop();

    expect(exits).toEqual(appNames.map((app) => ({ app, code: 0, signal: null })));
    expect(await system.books.unpublished()).toBe(0);
    for (const broker of [system.rabbitMq, system.sqs, system.bullMq]) {
      expect(await broker.waiting()).toEqual({});
      expect(await broker.deadLetterCounts()).toEqual({});
    }
    expect(await system.kafka.uncommitted()).toBe(0);
    expect(await system.kafka.deadLetterCount()).toBe(0);
    expect(await system.redis.unsettled()).toBe(0);
    expect(await system.redis.deadLetterCount()).toBe(0);
    expect(await compareBooks()).toBe(true);
  });

  async function place(order: PlannedOrder): Promise<void> {
    const { orderId } = await system.orders.place(order.request, order.idempotencyKey);
    placed.set(orderId, order);
  }

  /** A few at a time, so that there is work under way for as long as an app ends and starts. */
  async function placeAll(orders: readonly PlannedOrder[]): Promise<void> {
    const waiting = [...orders];
    const placeNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await place(next);
    };
    await Promise.all([placeNext(), placeNext(), placeNext()]);
  }

  /** @throws Error that names orders which are not as planned, and what they went through */
  async function compareBooks(): Promise<true> {
    const differences = findDifferences(placed, await system.books.all());
    if (differences.length === 0) return true;
    throw new Error(`${differences.length} differ:\n${differences.slice(0, 5).join('\n')}`);
  }

  async function endAndRestart(app: AppName): Promise<void> {
    system.apps.kill(app, 'SIGTERM');
    const exit = await system.apps.waitForExit(app);
    if (exit.code !== 0) {
      throw new Error(`${app}: ${exit.signal ?? exit.code}\n${system.apps.tail(app)}`);
    }
    await system.apps.restart(app);
  }
});
