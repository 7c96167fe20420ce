import { randomUUID } from 'node:crypto';
import type { AppName } from '../../../tools/apps/apps.js';
import { withBrokers } from '../oracle/brokers.js';
import type { FaultSystem } from '../system/fault-system.js';

const event = (type: string, data: unknown): string =>
  JSON.stringify({ specversion: '1.0', id: randomUUID(), source: '/elsewhere', type, data });

/** One of each class that no handler is ever shown. */
export const poisons: Readonly<Record<string, () => string>> = {
  'no bytes': () => '',
  'no JSON': () => `{"poison ${randomUUID()}`,
  'no event': () => JSON.stringify({ hello: randomUUID() }),
  'no UTF-8': () => '',
  'an unknown version': () => event('order.placed.v99', {}),
  'the wrong shape': () => event('order.placed.v1', { orderId: 'none' }),
};

const notUtf8 = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);

/** Puts one poisonous message where the app will read it. */
export async function putPoison(
  system: FaultSystem,
  app: AppName,
  kind: keyof typeof poisons = 'no JSON',
): Promise<void> {
  const body = kind === 'no UTF-8' ? notUtf8 : Buffer.from(poisons[kind]!());
  await withBrokers(system.direct, async ({ bullMq, kafka, rabbitMq, sqs }) => {
    switch (app) {
      case 'order-producer':
      case 'kafka-consumer':
        return kafka.put(`poison-${randomUUID()}`, body);
      case 'rabbitmq-worker':
        return rabbitMq.put('payments', body);
      case 'sqs-poller':
        // SQS takes no empty message.
        return sqs.put('shipments.fifo', body.length === 0 ? Buffer.from(' ') : body);
      case 'task-worker':
        return bullMq.put('tasks', body);
      case 'dead-letter-admin':
        throw new Error('The dead-letter admin takes whatever comes: nothing is poison to it.');
      default:
        return app satisfies never;
    }
  });
}
