import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@app/database';
import { encodeEvent, OrderStalled, StalledOrdersReport } from '@app/events';
import { anEvent, createTestDatabase, ManualClock, until, type RunningSystem } from '@app/testing';
import { ordersEvents, tasks } from '@app/topology';
import type { OpenOrdersTables } from '../../apps/task-worker/src/migrations/002-create-open-orders.js';
import { startOrderSystem } from '../../tools/one-process/start-order-system.js';
import { Orders } from './orders.js';

const minuteMs = 60_000;

describe('the report of stalled orders', () => {
  /** The flaky card's retries wait for it, so an order stays open for as long as a test wants. */
  const clock = new ManualClock();
  let system: RunningSystem;
  let orders: Orders;

  beforeAll(async () => {
    const environment = { DATABASE_URL: await createTestDatabase() };
    system = await startOrderSystem({ environment, clock });
    orders = new Orders(await system.app('order-producer').getUrl());
  });
  afterAll(() => system?.stop());

  const openOrder = (orderId: string) =>
    system
      .app('task-worker')
      .get<Database<OpenOrdersTables>>(Database, { strict: false })
      .kysely.selectFrom('open_orders')
      .selectAll()
      .where('order_id', '=', orderId)
      .executeTakeFirst();

  /** What the schedule does; resolves when the report is done. */
  async function report(): Promise<void> {
    const event = anEvent(StalledOrdersReport, {});
    system.broker.append(tasks.name, { ...encodeEvent(event), key: event.id });
    await until(() => system.broker.unsettled(tasks.name) === 0, { what: 'the report' });
  }

  const stepsOf = async (orderId: string) =>
    (await orders.get(orderId)).history.map(({ step, broker }) => `${step} via ${broker}`);

  it('tells once of an order that is open for too long, and changes nothing else', async () => {
    const orderId = await orders.place({ paymentMethod: 'card_flaky' });
    await until(async () => (await stepsOf(orderId)).includes('stock.reserved via kafka'));
    await until(() => openOrder(orderId), { what: 'task-worker to know the order' });

    clock.advance(10 * minuteMs);
    await report();
    expect(await openOrder(orderId)).toMatchObject({ reported_at: null });

    clock.advance(1);
    await report();
    await until(async () => (await stepsOf(orderId)).includes('order.stalled via bullmq'), {
      what: 'the step order.stalled',
    });
    expect((await orders.get(orderId)).status).toBe('payment_requested');

    clock.advance(minuteMs);
    await report();
    await until(async () => {
      clock.advance(1_000);
      return (await orders.get(orderId)).status === 'completed';
    });
    expect((await stepsOf(orderId)).filter((it) => it.startsWith('order.stalled'))).toHaveLength(1);
    expect(await orders.get(orderId)).toMatchObject({ status: 'completed', reason: null });
    await until(async () => !(await openOrder(orderId)), { what: 'the order to be closed' });
  });

  it.each([
    ['completed', {}],
    ['declined', { paymentMethod: 'card_declined' }],
    ['sold out', { sku: 'SOLD_OUT' }],
  ])('is silent about an order that is %s', async (_, change) => {
    const orderId = await orders.place(change);
    await orders.ended(orderId);
    await until(() => system.broker.unsettled(ordersEvents.name) === 0, { what: 'all facts' });

    clock.advance(60 * minuteMs);
    await report();

    expect(await openOrder(orderId)).toBeUndefined();
    expect(system.broker.deadLettersOf(tasks.name)).toEqual([]);
  });

  it('does not tell of an order whose end was on its way meanwhile', async () => {
    const orderId = await orders.place({ paymentMethod: 'card_declined' });
    await orders.ended(orderId);

    const late = anEvent(OrderStalled, { orderId, placedAt: new Date(0).toISOString() });
    system.broker.append(ordersEvents.name, { ...encodeEvent(late), key: orderId });
    await until(() => system.broker.unsettled(ordersEvents.name) === 0, { what: 'the fact' });

    expect((await stepsOf(orderId)).join()).not.toContain('order.stalled');
  });
});
