import { randomUUID } from 'node:crypto';
import {
  ConfirmationSend,
  OrderPlaced,
  PaymentRequested,
  ShipmentRequested,
  type EventDefinition,
} from '@app/events';
import type { DeadLetterReason } from '@app/messaging';
import type { AppName } from '../../../tools/apps/apps.js';
import { withBrokers, type Brokers } from '../oracle/brokers.js';
import type { FaultSystem } from '../system/fault-system.js';

interface Poison {
  readonly reason: DeadLetterReason;
  /** @param id is in the body, where that holds anything */
  body(id: string, handled: EventDefinition): Buffer;
}

const event = (id: string, type: string): Buffer =>
  Buffer.from(
    JSON.stringify({ specversion: '1.0', id, source: '/elsewhere', type, data: { nothing: id } }),
  );

/** One of each class that no handler is ever shown. */
export const poisons = {
  'no bytes': { reason: 'EMPTY_BODY', body: () => Buffer.alloc(0) },
  'no JSON': { reason: 'INVALID_JSON', body: (id) => Buffer.from(`{"poison ${id}`) },
  'no event': { reason: 'NOT_AN_EVENT', body: (id) => Buffer.from(JSON.stringify({ hello: id })) },
  'no UTF-8': {
    reason: 'INVALID_UTF8',
    body: (id) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(id)]),
  },
  'an unknown version': {
    reason: 'UNKNOWN_VERSION',
    body: (id, { type }) => event(id, type.replace(/\d+$/, '99')),
  },
  'the wrong shape': { reason: 'SCHEMA_MISMATCH', body: (id, { type }) => event(id, type) },
} as const satisfies Readonly<Record<string, Poison>>;

export type PoisonKind = keyof typeof poisons;

interface Place {
  readonly where: string;
  readonly handled: EventDefinition;
  put(brokers: Brokers, body: Buffer): Promise<void>;
}

const places = {
  'kafka-consumer': {
    where: 'orders.events',
    handled: OrderPlaced,
    put: ({ kafka }, body) => kafka.put(`poison-${randomUUID()}`, body),
  },
  'rabbitmq-worker': {
    where: 'payments',
    handled: PaymentRequested,
    put: ({ rabbitMq }, body) => rabbitMq.put('payments', body),
  },
  'sqs-poller': {
    where: 'shipments.fifo',
    handled: ShipmentRequested,
    put: ({ sqs }, body) => sqs.put('shipments.fifo', body),
  },
  'task-worker': {
    where: 'tasks',
    handled: ConfirmationSend,
    put: ({ bullMq }, body) => bullMq.put('tasks', body),
  },
} as const satisfies Readonly<Partial<Record<AppName, Place>>>;

export type PoisonedApp = keyof typeof places;

export const poisonedApps = Object.keys(places) as PoisonedApp[];

/** Puts one poisonous message where the app will read it; its dead letter must arrive. */
export async function putPoison(
  system: FaultSystem,
  app: PoisonedApp,
  kind: PoisonKind = 'no JSON',
): Promise<void> {
  const id = randomUUID();
  const { where, handled, put }: Place = places[app];
  const { reason, body: bodyOf }: Poison = poisons[kind];
  const body = bodyOf(id, handled);
  // SQS takes no empty message, and the transport sends a blank one as what it is.
  if (body.length === 0 && app === 'sqs-poller') return;
  await withBrokers(system.direct, (brokers) => put(brokers, body));
  system.expectedDeadLetters.push({
    what: `poison (${kind}, ${id})`,
    where,
    reason,
    names: body.length === 0 ? (found) => found === '' : (found) => found.includes(id),
  });
}
