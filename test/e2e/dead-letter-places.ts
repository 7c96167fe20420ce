import { randomUUID } from 'node:crypto';
import {
  ConfirmationSend,
  CustomerNotified,
  OrderStepRecorded,
  PaymentDeclined,
  ShipmentRequested,
  type CloudEvent,
} from '@app/events';
import type { Source } from '@app/messaging';
import { anEvent } from '@app/testing';
import type { E2eSystem } from './e2e-system.js';
import type { ExplainedLetter } from './explained-letter.js';

/** A channel of one broker that has dead letters. */
export interface DeadLetterPlace {
  readonly source: Omit<Source, 'coordinates'>;
  /** An event that its consumer can handle. */
  event(): CloudEvent;
  /** Writes dead letters to its dead-letter channel, past every app. */
  putAll(letters: readonly ExplainedLetter[]): Promise<void>;
}

const order = () => ({ orderId: randomUUID(), customerId: 'c-1' });

/** Requests of one client that are under way at a time. */
const SIDE_BY_SIDE = 40;

/** One channel of each broker. */
export function deadLetterPlaces(system: E2eSystem): DeadLetterPlace[] {
  return [
    {
      source: place('kafka', 'orders.events', 'stream', 'kafka-consumer'),
      event: () => anEvent(PaymentDeclined, { orderId: randomUUID(), reason: 'no' }),
      putAll: (letters) =>
        system.kafka.putAll(
          'orders.events.dlq',
          letters.map(({ key, body, headers }) => ({ key, value: body, headers })),
        ),
    },
    {
      source: place('rabbitmq', 'notifications', 'queue', 'rabbitmq-worker:notifications'),
      event: () => anEvent(CustomerNotified, { ...order(), message: 'hello' }),
      putAll: (letters) => system.rabbitMq.putAll('notifications.dlq', letters),
    },
    {
      source: place('sqs', 'shipments.fifo', 'queue', 'sqs-poller:shipments.fifo'),
      event: () => {
        const items = [{ sku: 'MOUSE', quantity: 1 }];
        return anEvent(ShipmentRequested, { ...order(), items, amountCents: 100 });
      },
      putAll: (letters) =>
        inTurns(letters, ({ body, headers }) =>
          system.sqs.put('shipments-dlq.fifo', body, new Map(Object.entries(headers))),
        ),
    },
    {
      source: place('bullmq', 'tasks', 'queue', 'task-worker:tasks'),
      event: () => anEvent(ConfirmationSend, { ...order(), trackingId: 't-1' }),
      putAll: (letters) =>
        system.bullMq.putAll(
          'tasks.dlq',
          letters.map(({ body, headers }) => ({ body, headers: new Map(Object.entries(headers)) })),
        ),
    },
    {
      source: place('redis-streams', 'order-activity', 'stream', 'order-producer'),
      event: () => {
        const step = { step: 'order.placed', broker: 'http', status: 'placed' } as const;
        const at = new Date().toISOString();
        return anEvent(OrderStepRecorded, { orderId: randomUUID(), seq: 1, at, ...step });
      },
      putAll: (letters) =>
        inTurns(letters, ({ body, headers }) =>
          system.redis.put(body, { name: 'order-activity.dlq', headers }),
        ),
    },
  ];
}

function place(broker: string, name: string, kind: Source['kind'], consumer: string) {
  return { broker, name, kind, consumer };
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += SIDE_BY_SIDE) {
    await Promise.all(all.slice(at, at + SIDE_BY_SIDE).map(work));
  }
}
