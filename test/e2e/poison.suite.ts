import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { until } from '@app/testing';
import type { SeenDeadLetter } from './dead-letter.js';
import type { E2eSystem } from './e2e-system.js';

/** An event as a foreign program may write it. */
function event(type: string, data: unknown): string {
  return JSON.stringify({
    specversion: '1.0',
    id: randomUUID(),
    source: '/elsewhere',
    type,
    datacontenttype: 'application/json',
    data,
  });
}

interface Poison {
  readonly what: string;
  readonly body: string;
  readonly reason: string;
}

interface QueueUnderPoison {
  readonly queue: string;
  /** What it carries. */
  readonly task: string;
  readonly consumer: string;
  put(body: Buffer): Promise<void>;
  deadLetters(): Promise<SeenDeadLetter[]>;
}

const malformed: readonly Poison[] = [
  { what: 'nothing', body: '', reason: 'EMPTY_BODY' },
  { what: 'no JSON', body: '{"oops', reason: 'INVALID_JSON' },
  { what: 'JSON that is no event', body: '{"hello":"world"}', reason: 'NOT_AN_EVENT' },
];

export function describePoison(running: () => E2eSystem): void {
  describe('poison', () => {
    let system: E2eSystem;
    let topicLetters: Awaited<ReturnType<E2eSystem['kafka']['watchDeadLetters']>>;

    beforeAll(async () => {
      system = running();
      topicLetters = await system.kafka.watchDeadLetters();
    });
    afterAll(() => topicLetters?.close());

    describe('on orders.events', () => {
      it.each(malformed)('$what is a dead letter $reason of each group', async (poison) => {
        await system.kafka.put('poison', Buffer.from(poison.body));

        expect(await inTopicDlq(poison.body, 3)).toEqual([
          { body: poison.body, reason: poison.reason, consumer: 'kafka-consumer' },
          { body: poison.body, reason: poison.reason, consumer: 'order-producer' },
          { body: poison.body, reason: poison.reason, consumer: 'task-worker' },
        ]);
      });

      it.each([
        [
          'of the wrong shape is a dead letter SCHEMA_MISMATCH',
          event('order.placed.v1', { orderId: 'none' }),
          'SCHEMA_MISMATCH',
        ],
        [
          'in an unknown version is a dead letter UNKNOWN_VERSION',
          event('order.placed.v99', {}),
          'UNKNOWN_VERSION',
        ],
      ])('an order.placed %s, where it is handled', async (_, body, reason) => {
        await system.kafka.put('poison', Buffer.from(body));

        expect(await inTopicDlq(body, 2)).toEqual([
          { body, reason, consumer: 'kafka-consumer' },
          { body, reason, consumer: 'task-worker' },
        ]);
      });
    });

    describe.each<QueueUnderPoison>([
      {
        queue: 'payments',
        task: 'payment.requested.v1',
        consumer: 'rabbitmq-worker:payments',
        put: (body) => system.rabbitMq.put('payments', body),
        deadLetters: () => system.rabbitMq.deadLetters('payments'),
      },
      {
        queue: 'shipments.fifo',
        task: 'shipment.requested.v1',
        consumer: 'sqs-poller:shipments.fifo',
        put: (body) => system.sqs.put('shipments.fifo', body),
        deadLetters: () => system.sqs.takeDeadLetters('shipments.fifo'),
      },
      {
        queue: 'tasks',
        task: 'invoice.issue.v1',
        consumer: 'task-worker:tasks',
        put: (body) => system.bullMq.put('tasks', body),
        deadLetters: () => system.bullMq.deadLetters('tasks'),
      },
    ])('on the queue $queue', ({ queue, task, consumer, put, deadLetters }) => {
      it.each([
        ...malformed,
        {
          what: `a ${task} without an amount`,
          body: event(task, { orderId: randomUUID() }),
          reason: 'SCHEMA_MISMATCH',
        },
        {
          what: 'an event that nobody there handles',
          body: event('order.completed.v1', { orderId: randomUUID(), invoiceNumber: 'INV-1' }),
          reason: 'NO_HANDLER',
        },
      ])('$what is a dead letter $reason', async ({ body, reason }) => {
        await put(Buffer.from(body));

        const find = async () => (await deadLetters()).find((letter) => letter.body === body);
        const what = `a dead letter of ${queue} with the body ${body}`;
        expect(await until(find, { timeoutMs: 20_000, what })).toEqual({ body, reason, consumer });
      });
    });

    it('stops no order', async () => {
      const { orderId } = await system.orders.place(
        {
          customerId: 'customer-1',
          items: [{ sku: 'MONITOR', quantity: 1 }],
          paymentMethod: 'card_ok',
        },
        'after-poison',
      );

      expect(await system.orders.whenFinal(orderId)).toMatchObject({ status: 'completed' });
    });

    async function inTopicDlq(body: string, count: number): Promise<SeenDeadLetter[]> {
      const find = () => topicLetters.seen.filter((letter) => letter.body === body);
      const what = `${count} dead letters in orders.events.dlq with the body ${body}`;
      await until(() => find().length >= count, { timeoutMs: 20_000, what });
      return find().toSorted((a, b) => a.consumer.localeCompare(b.consumer));
    }
  });
}
