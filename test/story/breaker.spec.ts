import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HealthRegistry, type Health } from '@app/messaging';
import { createTestDatabase, ManualClock, until, type RunningSystem } from '@app/testing';
import { PaymentProvider } from '../../apps/rabbitmq-worker/src/payment-provider/payment-provider.js';
import { startOrderSystem } from '../../tools/one-process/start-order-system.js';
import { Orders } from './orders.js';

const ORDERS = 12;
const PAUSE_MS = 5_000;
const OUTAGE_MS = 60_000;
/** Of real time: a dozen orders at once, in one process. */
const timeoutMs = 20_000;

describe('while the payment provider is down', () => {
  jest.setTimeout(4 * timeoutMs);
  const clock = new ManualClock();
  let system: RunningSystem;
  let orders: Orders;

  beforeAll(async () => {
    const environment = {
      DATABASE_URL: await createTestDatabase(),
      BREAKER_PAUSE_MS: String(PAUSE_MS),
    };
    system = await startOrderSystem({ environment, clock });
    orders = new Orders(await system.app('order-producer').getUrl());
  });
  afterAll(() => system.stop());

  const provider = () =>
    system.app('rabbitmq-worker').get<PaymentProvider>(PaymentProvider, { strict: false });
  const readiness = (): Health =>
    system.app('rabbitmq-worker').get(HealthRegistry, { strict: false }).report()['consumers']!;
  const place = (count: number) => Promise.all(Array.from({ length: count }, () => orders.place()));
  /** Lets time pass in steps that retries and trials keep up with. */
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) {
      clock.advance(250);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('orders wait, none is a dead letter, the app is not ready; afterwards all complete', async () => {
    const charge = jest
      .spyOn(provider(), 'charge')
      .mockRejectedValue(new Error('The provider is down.'));

    const placed = await place(ORDERS);
    await until(() => readiness().status === 'down', { what: 'the breaker to open', timeoutMs });
    expect(readiness().detail).toMatch(/payments waits since .*The provider is down\./);
    const callsBefore = charge.mock.calls.length;
    await pass(OUTAGE_MS);
    const trials = charge.mock.calls.length - callsBefore;
    expect(trials).toBeGreaterThan(1);
    // Beside the trials, those that ran when it opened.
    expect(trials).toBeLessThanOrEqual(OUTAGE_MS / PAUSE_MS + ORDERS);
    expect(readiness().status).toBe('down');

    charge.mockRestore();
    await until(
      async () => {
        await pass(1_000);
        return readiness().status === 'up';
      },
      { what: 'the breaker to close', timeoutMs },
    );
    await until(
      async () => {
        await pass(1_000);
        const views = await Promise.all(placed.map((id) => orders.get(id)));
        return views.every(({ status }) => status === 'completed');
      },
      { what: 'all orders to be completed', timeoutMs },
    );
    expect(system.broker.deadLettersOf('payments')).toEqual([]);
  });
});
