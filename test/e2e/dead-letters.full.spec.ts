import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DEAD_LETTER_HEADER } from '@app/dlq';
import {
  ConfirmationSend,
  CustomerNotified,
  encodeEvent,
  OrderStepRecorded,
  PaymentDeclined,
  ShipmentRequested,
  type CloudEvent,
} from '@app/events';
import type { Source } from '@app/messaging';
import { anEvent, until } from '@app/testing';
import { allAppNames } from '../../tools/apps/apps.js';
import { AdminApi } from './admin-api.js';
import { startE2eSystem, type E2eSystem } from './e2e-system.js';
import { explainedLetter } from './explained-letter.js';

const ADMIN_TOKEN = 'token-of-the-e2e-suite';
const ADMIN_VIEWER_TOKEN = 'token-of-an-e2e-viewer';

const notJson = () => Buffer.from(`{"oops ${randomUUID()}`);
const order = () => ({ orderId: randomUUID(), customerId: 'c-1' });

const explanation = (event: CloudEvent, source: Omit<Source, 'coordinates'>) =>
  explainedLetter(event, source, 'the fault that was mended meanwhile').headers[DEAD_LETTER_HEADER];

describe('dead letters of every broker', () => {
  jest.setTimeout(180_000);
  let system: E2eSystem;
  let admin: AdminApi;

  beforeAll(async () => {
    // Brokers give what a killed app had to others when these are over.
    const patience = { KAFKA_SESSION_TIMEOUT_MS: '6000', SQS_VISIBILITY_TIMEOUT_SECONDS: '8' };
    const special = { ADMIN_TOKEN, ADMIN_VIEWER_TOKEN, ...patience };
    system = await startE2eSystem('dlq', special, allAppNames);
    admin = new AdminApi(system.apps.addresses['dead-letter-admin'].api!, ADMIN_TOKEN);
  });
  afterAll(() => system?.stop());

  const places: readonly [source: string, count: number, put: (body: Buffer) => Promise<void>][] = [
    ['orders.events', 3, (body) => system.kafka.put('poison', body)],
    ['payments', 1, (body) => system.rabbitMq.put('payments', body)],
    ['notifications', 1, (body) => system.rabbitMq.put('notifications', body)],
    ['audit', 1, (body) => system.rabbitMq.put('audit', body)],
    ['shipments.fifo', 1, (body) => system.sqs.put('shipments.fifo', body)],
    ['tasks', 1, (body) => system.bullMq.put('tasks', body)],
    ['order-activity', 1, (body) => system.redis.put(body)],
  ];

  it.each(places)(
    'what is no event on %s is in the ledger %i times',
    async (source, count, put) => {
      await put(notJson());

      const letters = await admin.collected({ source, reason: 'INVALID_JSON' }, count);
      expect(letters).toHaveLength(count);
    },
  );

  it('leaves nothing in the queues once it is collected', async () => {
    for (const broker of [system.rabbitMq, system.sqs, system.bullMq]) {
      const isEmpty = async () => Object.keys(await broker.deadLetterCounts()).length === 0;
      expect(await until(isEmpty, { what: 'the DLQs to be empty', timeoutMs: 20_000 })).toBe(true);
    }
  });

  it.each([
    ['payments', (body: Buffer) => system.rabbitMq.put('payments.dlq', body)],
    ['shipments.fifo', (body: Buffer) => system.sqs.put('shipments-dlq.fifo', body)],
    ['tasks', (body: Buffer) => system.bullMq.put('tasks.dlq', body)],
    ['order-activity', (body: Buffer) => system.redis.put(body, { name: 'order-activity.dlq' })],
    ['orders.events', (body: Buffer) => system.kafka.put('k', body, { name: 'orders.events.dlq' })],
  ])('takes what somebody else put among the dead letters of %s', async (source, put) => {
    const body = Buffer.from([0, 255, 0x41, 0]);

    await put(body);

    const [letter] = await admin.collected({ source, reason: 'UNEXPLAINED' }, 1);
    const raw = await admin.call('GET', `/dead-letters/${letter!.id}/body`);
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(body);
  });

  it('knows why RabbitMQ itself set a message aside', async () => {
    system.apps.kill('rabbitmq-worker', 'SIGKILL');
    await system.apps.waitForExit('rabbitmq-worker');
    await system.rabbitMq.put('notifications', notJson(), 1);

    const [letter] = await admin.collected({ source: 'notifications', reason: 'EXPIRED' }, 1);

    expect(letter).toMatchObject({ status: 'open', source: { consumer: null } });
    await system.apps.restart('rabbitmq-worker');
  });

  it("knows what SQS's redrive policy set aside", async () => {
    system.apps.kill('sqs-poller', 'SIGKILL');
    await system.apps.waitForExit('sqs-poller');
    await system.sqs.put('shipments.fifo', notJson());
    await system.sqs.handOutTooOften('shipments.fifo');

    const query = { source: 'shipments.fifo', reason: 'DELIVERY_LIMIT' };
    const [letter] = await admin.collected(query, 1);

    expect(letter).toMatchObject({ status: 'open' });
    await system.apps.restart('sqs-poller');
  });

  it('links each replay that fails again to what it becomes, for its consumer alone', async () => {
    const letters = (await admin.list({ reason: 'INVALID_JSON' })).filter(
      ({ status }) => status === 'open',
    );

    const { id } = await admin.replay({ filter: { reason: 'INVALID_JSON' } });

    for (const letter of letters) await admin.becomes(letter.id, 'failed_again');
    const replay = await admin.replayState(id);
    expect(replay).toMatchObject({ status: 'finished', total: 9, failedAgain: 9, resolved: 0 });
    const all = await admin.list({ reason: 'INVALID_JSON' });
    expect(all).toHaveLength(18);
    const ancestors = all.flatMap(({ ancestorId }) => ancestorId ?? []);
    expect(ancestors.sort()).toEqual(letters.map((it) => it.id).sort());
  });

  const mended: readonly [source: string, put: () => Promise<void>][] = [
    [
      'orders.events',
      async () => {
        const event = anEvent(PaymentDeclined, { orderId: randomUUID(), reason: 'no' });
        const source = {
          broker: 'kafka',
          name: 'orders.events',
          kind: 'stream',
          consumer: 'kafka-consumer',
        } as const;
        await system.kafka.put(event.data.orderId, encodeEvent(event).body, {
          name: 'orders.events.dlq',
          headers: { [DEAD_LETTER_HEADER]: explanation(event, source) },
        });
      },
    ],
    [
      'notifications',
      () => {
        const event = anEvent(CustomerNotified, { ...order(), message: 'hello' });
        return system.rabbitMq.put('notifications.dlq', encodeEvent(event).body);
      },
    ],
    [
      'shipments.fifo',
      () => {
        const items = [{ sku: 'MOUSE', quantity: 1 }];
        const event = anEvent(ShipmentRequested, { ...order(), items, amountCents: 100 });
        return system.sqs.put('shipments-dlq.fifo', encodeEvent(event).body);
      },
    ],
    [
      'tasks',
      () => {
        const event = anEvent(ConfirmationSend, { ...order(), trackingId: 't-1' });
        return system.bullMq.put('tasks.dlq', encodeEvent(event).body);
      },
    ],
    [
      'order-activity',
      async () => {
        const step = { step: 'order.placed', broker: 'http', status: 'placed' } as const;
        const at = new Date().toISOString();
        const event = anEvent(OrderStepRecorded, { orderId: randomUUID(), seq: 1, at, ...step });
        const source = {
          broker: 'redis-streams',
          name: 'order-activity',
          kind: 'stream',
          consumer: 'order-producer',
        } as const;
        await system.redis.put(encodeEvent(event).body, {
          name: 'order-activity.dlq',
          headers: { [DEAD_LETTER_HEADER]: explanation(event, source) },
        });
      },
    ],
  ];

  it.each(mended)('resolves what its consumer on %s can handle by now', async (source, put) => {
    const before = await admin.list({ source, status: 'open' });
    await put();
    const letters = await admin.collected({ source, status: 'open' }, before.length + 1);
    const letter = letters.find(({ id }) => !before.some((it) => it.id === id))!;

    const { id } = await admin.replay({ ids: [letter.id] });

    await admin.becomes(letter.id, 'resolved');
    expect(await admin.replayState(id)).toMatchObject({ total: 1, sent: 1, resolved: 1 });
  });

  it('collects what failed while it was away', async () => {
    const known = new Set((await admin.list({ reason: 'INVALID_JSON' })).map(({ id }) => id));
    system.apps.kill('dead-letter-admin', 'SIGKILL');
    await system.apps.waitForExit('dead-letter-admin');
    for (const [, , put] of places) await put(notJson());

    await system.apps.restart('dead-letter-admin');

    for (const [source, count] of places) {
      const isCollected = async () => {
        const letters = await admin.list({ source, reason: 'INVALID_JSON' });
        return letters.filter(({ id }) => !known.has(id)).length === count;
      };
      const what = `${count} of ${source}`;
      expect(await until(isCollected, { what, timeoutMs: 40_000 })).toBe(true);
    }
  });
});
