import { randomUUID } from 'node:crypto';
import {
  ConfirmationSend,
  OrderPlaced,
  OrderStepRecorded,
  PaymentRequested,
  ShipmentRequested,
  type CloudEvent,
} from '@app/events';
import { anEvent } from '@app/testing';
import type { E2eSystem } from './e2e-system.js';
import type { PoisonClassName } from './poison-classes.js';

/** Large enough for every event of the story, and small enough for thousands that are larger. */
const LIMIT_BYTES = 8 * 1024;
/** A topic's own setting: 1 MiB, less what a dead letter needs. */
const KAFKA_LIMIT_BYTES = 960 * 1024;

/** What makes the apps take no larger bodies than the suite means. */
export const limitedBodies = Object.fromEntries(
  ['RABBITMQ', 'SQS', 'BULLMQ', 'REDIS_STREAMS'].map((broker) => [
    `${broker}_MAX_BODY_BYTES`,
    String(LIMIT_BYTES),
  ]),
);

interface RawMessage {
  readonly body: Buffer;
  readonly headers: Record<string, string>;
}

/** Where one broker's poison goes, past every app. */
export interface PoisonPlace {
  readonly broker: string;
  /** By whose dead letters the place is judged. */
  readonly consumer: string;
  readonly limitBytes: number;
  /** Classes that can't be there, and why. */
  readonly without: readonly PoisonClassName[];
  /** What the consumer handles. */
  event(): CloudEvent;
  putAll(messages: readonly RawMessage[]): Promise<void>;
}

const items = [{ sku: 'MOUSE', quantity: 1 }];
const order = () => ({ orderId: randomUUID(), customerId: 'c-1', items, amountCents: 100 });
/** On a stream an event of nobody's is no mistake. */
const ofAStream = ['nobody to handle it'] as const;

/** One channel of each broker. */
export function poisonPlaces(system: E2eSystem): PoisonPlace[] {
  return [
    {
      broker: 'kafka',
      consumer: 'kafka-consumer',
      limitBytes: KAFKA_LIMIT_BYTES,
      without: ofAStream,
      event: () => anEvent(OrderPlaced, { ...order(), paymentMethod: 'card_ok' }),
      putAll: (messages) =>
        system.kafka.putAll(
          'orders.events',
          messages.map(({ body, headers }) => ({ key: randomUUID(), value: body, headers })),
        ),
    },
    {
      broker: 'rabbitmq',
      consumer: 'rabbitmq-worker:payments',
      limitBytes: LIMIT_BYTES,
      without: [],
      event: () => anEvent(PaymentRequested, { ...order(), paymentMethod: 'card_ok' }),
      putAll: (messages) => system.rabbitMq.putAll('payments', messages),
    },
    {
      broker: 'sqs',
      consumer: 'sqs-poller:shipments.fifo',
      limitBytes: LIMIT_BYTES,
      // It takes no empty message, and ours sends a blank one as what it is.
      without: ['no bytes'],
      event: () => anEvent(ShipmentRequested, order()),
      putAll: async (messages) => {
        const puts = messages.map(({ body, headers }) =>
          system.sqs.put('shipments.fifo', body, new Map(Object.entries(headers))),
        );
        await Promise.all(puts);
      },
    },
    {
      broker: 'bullmq',
      consumer: 'task-worker:tasks',
      limitBytes: LIMIT_BYTES,
      without: [],
      event: () =>
        anEvent(ConfirmationSend, { orderId: randomUUID(), customerId: 'c-1', trackingId: 't-1' }),
      putAll: (messages) =>
        system.bullMq.putAll(
          'tasks',
          messages.map(({ body, headers }) => ({
            body,
            headers: new Map(Object.entries(headers)),
          })),
        ),
    },
    {
      broker: 'redis-streams',
      consumer: 'order-producer',
      limitBytes: LIMIT_BYTES,
      without: ofAStream,
      event: () => {
        const step = { step: 'order.placed', broker: 'http', status: 'placed' } as const;
        const at = new Date().toISOString();
        return anEvent(OrderStepRecorded, { orderId: randomUUID(), seq: 1, at, ...step });
      },
      putAll: async (messages) => {
        const puts = messages.map(({ body, headers }) => system.redis.put(body, { headers }));
        await Promise.all(puts);
      },
    },
  ];
}
