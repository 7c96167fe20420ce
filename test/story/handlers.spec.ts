import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { v7 as uuid } from 'uuid';
import { Database } from '@app/database';
import {
  ConfirmationSend,
  CustomerNotified,
  InvoiceIssue,
  OrderCompleted,
  OrderPlaced,
  OrderStepRecorded,
  PaymentCaptured,
  PaymentDeclined,
  PaymentRequested,
  ShipmentRequested,
  StalledOrdersReport,
  StockReserved,
  type CloudEvent,
} from '@app/events';
import {
  anEvent,
  createTestDatabase,
  expectIdempotent,
  expectSurvivesCrash,
  type ExpectOptions,
  type RunningSystem,
} from '@app/testing';
import { startOrderSystem } from '../../tools/one-process/start-order-system.js';

const orderId = uuid();
const order = {
  orderId,
  customerId: 'c-1',
  items: [{ sku: 'KEYBOARD', quantity: 2 }],
  amountCents: 9_800,
};
const message = 'Your parcel is on its way.';
const reason = 'the card was declined';
const at = '2026-01-01T00:00:00.000Z';

/** A call is repeated by design; what must not be repeated is the charge. */
const exceptCalls = { ignoredTables: ['provider_calls'] };

const handlers: [app: string, event: CloudEvent, options?: ExpectOptions][] = [
  ['kafka-consumer', anEvent(OrderPlaced, { ...order, paymentMethod: 'card_ok' })],
  ['kafka-consumer', anEvent(PaymentDeclined, { orderId, reason })],
  [
    'rabbitmq-worker',
    anEvent(PaymentRequested, { ...order, paymentMethod: 'card_ok' }),
    exceptCalls,
  ],
  [
    'rabbitmq-worker',
    anEvent(CustomerNotified, { ...order, message }),
    { channel: 'notifications' },
  ],
  ['rabbitmq-worker', anEvent(CustomerNotified, { ...order, message }), { channel: 'audit' }],
  ['rabbitmq-worker', anEvent(PaymentCaptured, { orderId, chargeId: 'ch_1', amountCents: 9_800 })],
  ['sqs-poller', anEvent(ShipmentRequested, order)],
  ['task-worker', anEvent(InvoiceIssue, order)],
  ['task-worker', anEvent(ConfirmationSend, { ...order, trackingId: 'TRK-1' })],
  ['task-worker', anEvent(OrderPlaced, { ...order, paymentMethod: 'card_ok' })],
  ['task-worker', anEvent(StalledOrdersReport, {})],
  ['task-worker', anEvent(OrderCompleted, { orderId, invoiceNumber: 'INV-1' })],
  ['order-producer', anEvent(StockReserved, { orderId })],
  ['order-producer', anEvent(PaymentDeclined, { orderId, reason })],
  [
    'order-producer',
    anEvent(OrderStepRecorded, {
      orderId,
      seq: 1,
      at,
      step: 'order.placed',
      broker: 'http',
      status: 'placed',
    }),
  ],
];

describe('every handler of the story', () => {
  let system: RunningSystem;
  const tablesOf = (app: string) =>
    system
      .app(app)
      .get<Database<Record<string, Record<string, unknown>>>>(Database, { strict: false }).kysely;

  beforeAll(async () => {
    system = await startOrderSystem({ environment: { DATABASE_URL: await createTestDatabase() } });
    await tablesOf('order-producer')
      .insertInto('orders')
      .values({ id: orderId, status: 'placed', correlation_id: 'c' })
      .execute();
    await tablesOf('kafka-consumer')
      .insertInto('reservations')
      .values({ order_id: orderId, sku: 'MOUSE', quantity: 2 })
      .execute();
    await tablesOf('task-worker')
      .insertInto('open_orders')
      .values({ order_id: uuid(), placed_at: at })
      .execute();
  });
  afterAll(() => system.stop());

  it.each(handlers.map(([app, event, options]) => ({ app, type: event.type, event, options })))(
    '$app: $type has its effect once, delivered again, at once, and after a crash',
    async ({ app, event, options }) => {
      await expectIdempotent(system.app(app), event, options);
      await expectSurvivesCrash(system.app(app), event, options);
    },
  );
});
