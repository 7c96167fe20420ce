import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '@app/testing';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';

describe('an order that waits for a service that is down', () => {
  jest.setTimeout(240_000);
  let system: E2eSystem;

  beforeAll(async () => {
    system = await startE2eSystem('stalled', { STALLED_ORDER_AFTER_MS: '1000' });
  });
  afterAll(() => system?.stop());

  it('is reported as stalled by the schedule, once, and completed afterwards', async () => {
    system.apps.kill('sqs-poller', 'SIGTERM');
    await system.apps.waitForExit('sqs-poller');
    const { orderId } = await system.orders.place(
      {
        customerId: 'customer-1',
        items: [{ sku: 'KEYBOARD', quantity: 1 }],
        paymentMethod: 'card_ok',
      },
      'stalled',
    );

    const stalled = await until(
      async () => {
        const order = await system.orders.show(orderId);
        return order.history.some(({ step }) => step === 'order.stalled') && order;
      },
      { timeoutMs: 90_000, what: 'the report that is made every minute' },
    );
    expect(stalled).toMatchObject({ status: 'paid', reason: null });
    expect(stalled.history.at(-1)).toMatchObject({ step: 'order.stalled', broker: 'bullmq' });

    await system.apps.restart('sqs-poller');

    const { status } = await system.orders.whenFinal(orderId);
    expect(status).toBe('completed');
    // Facts of different services overtake each other: the order may be complete before it is shipped.
    await system.whenIdle();
    const { history } = await system.orders.show(orderId);
    expect(history.map(({ step }) => step)).toEqual([
      'order.placed',
      'stock.reserved',
      'payment.captured',
      'order.stalled',
      expect.stringMatching(/^(shipment.booked|order.completed)$/),
      expect.stringMatching(/^(shipment.booked|order.completed)$/),
    ]);
  });

  it("leaves nothing but the schedule's next job", async () => {
    await system.whenIdle();
    await system.apps.stop();

    expect(await system.bullMq.waiting()).toEqual({});
    expect(await system.bullMq.deadLetterCounts()).toEqual({});
    expect(await system.kafka.uncommitted()).toBe(0);
  });
});
