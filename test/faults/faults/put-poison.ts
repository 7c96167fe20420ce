import { randomUUID } from 'node:crypto';
import {
  ConfirmationSend,
  OrderPlaced,
  PaymentRequested,
  ShipmentRequested,
  type EventDefinition,
} from '@app/events';
import { until } from '@app/testing';
import type { AppName } from '../../../tools/apps/apps.js';
import { poisonClasses, type PoisonClass, type PoisonClassName } from '../../e2e/poison-classes.js';
import { withBrokers, type Brokers } from '../oracle/brokers.js';
import type { FaultSystem } from '../system/fault-system.js';

/** Those that a body alone makes, and every place takes. */
export const poisonKinds = [
  'no bytes',
  'no JSON',
  'no event',
  'no UTF-8',
  'an unsupported specversion',
  'an unknown version',
  'the wrong shape',
  'a forbidden key',
  'nested too deep',
] as const satisfies readonly PoisonClassName[];

export type PoisonKind = (typeof poisonKinds)[number];

interface Place {
  readonly where: string;
  /** Where several apps read it. */
  readonly consumer?: string;
  readonly handled: EventDefinition;
  put(brokers: Brokers, body: Buffer): Promise<void>;
}

const places = {
  'kafka-consumer': {
    where: 'orders.events',
    consumer: 'kafka-consumer',
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
  const { where, consumer, handled, put }: Place = places[app];
  const { reason, body: bodyOf }: PoisonClass = poisonClasses[kind];
  const { type } = handled;
  const body = bodyOf({ specversion: '1.0', id, source: '/elsewhere', type, data: {} }, 0);
  // SQS takes no empty message, and the transport sends a blank one as what it is.
  if (body.length === 0 && app === 'sqs-poller') return;
  // Another fault may have killed the broker just now; twice there, it is one dead letter or two alike.
  await until(() => withBrokers(system.direct, (brokers) => put(brokers, body)).then(() => true), {
    timeoutMs: 60_000,
    what: `${where} to take poison`,
  });
  system.expectedDeadLetters.push({
    what: `poison (${kind}, ${id})`,
    where,
    consumer,
    reason,
    names: body.length === 0 ? (found) => found === '' : (found) => found.includes(id),
  });
}
