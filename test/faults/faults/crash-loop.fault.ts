import { until } from '@app/testing';
import type { PlannedOrder } from '../../e2e/order-plan.js';
import { KILLER_CUSTOMER } from '../failpoints/disturbances.js';
import { placeOrder } from '../load/client.js';
import type { Fault } from './fault.js';

export const crashLoop: Fault = {
  name: 'crash-loop',
  about: 'A message kills its process each time; it must end as CRASH_LOOP, and no other with it.',
  lane: 'process',
  seconds: 30,
  async strike(system, random, harm) {
    const worker = system.app('rabbitmq-worker');
    const { deaths } = worker;
    const order: PlannedOrder = {
      outcome: 'completed',
      idempotencyKey: `killer-${random.between(0, 2 ** 31)}`,
      request: {
        customerId: KILLER_CUSTOMER,
        items: [{ sku: 'KEYBOARD', quantity: 1 }],
        paymentMethod: 'card_ok',
      },
    };
    const answer = await placeOrder(system.api, order, true, performance.now() + 60_000);
    system.doomed.set(order.idempotencyKey, { order, answer });
    if (answer.kind !== 'accepted') throw new Error(`The order was not placed: ${answer.kind}`);
    const letter = {
      what: `order ${answer.orderId}, which kills its process,`,
      where: 'payments',
      reason: 'CRASH_LOOP',
      names: (body: string) => body.includes(answer.orderId),
    };
    system.expectedDeadLetters.push(letter);
    const isSetAside = async () => (await system.ledger.idsOf([answer.orderId], 'open')).length > 0;
    await until(isSetAside, { timeoutMs: 180_000, what: `${letter.what} to be set aside` });
    harm.over();
    await system.whenUp();
    return `after ${worker.deaths - deaths} deaths`;
  },
};
