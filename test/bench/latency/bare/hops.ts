import type { AppName } from '../../../../tools/apps/apps.js';
import type { BareBroker } from './bare-client.js';

/** What a process does about a message of one kind, within one transaction. */
export interface Reaction {
  /** SQL, with the order's id as `$1`. */
  readonly effect: string;
  /** What it tells of it, through its outbox. */
  readonly tells: readonly { readonly kind: string; readonly broker: BareBroker }[];
}

/** One process of the order's way: those of the starter's apps, with as much of their work. */
export interface Hop {
  readonly name: AppName;
  readonly schema: string;
  readonly tables: string;
  readonly reads: readonly BareBroker[];
  /** By kind; any other message is acknowledged. */
  readonly reactions: Readonly<Record<string, Reaction>>;
}

const telling = (broker: BareBroker, ...kinds: readonly string[]) =>
  kinds.map((kind) => ({ kind, broker }));

/** Each step of an order is one for whoever watches. */
const step: Reaction = {
  effect: `insert into steps (order_id) values ($1)`,
  tells: telling('redis-streams', 'step.recorded'),
};

export const hops: readonly Hop[] = [
  {
    name: 'order-producer',
    schema: 'orders',
    tables: `create table orders (id uuid primary key, status text not null);
      create table steps (id bigint primary key generated always as identity, order_id uuid);
      create table statistics (order_id uuid primary key, steps int not null)`,
    reads: ['kafka', 'redis-streams'],
    reactions: {
      // Not read, but posted.
      'order.post': {
        effect: `insert into orders (id, status) values ($1, 'placed')`,
        tells: [...telling('kafka', 'order.placed'), ...step.tells],
      },
      'stock.reserved': step,
      'payment.captured': step,
      'shipment.booked': step,
      'order.completed': {
        effect: `with step as (insert into steps (order_id) values ($1))
          update orders set status = 'completed' where id = $1`,
        tells: step.tells,
      },
      'step.recorded': {
        effect: `insert into statistics as s values ($1, 1)
          on conflict (order_id) do update set steps = s.steps + 1`,
        tells: [],
      },
    },
  },
  {
    name: 'kafka-consumer',
    schema: 'inventory',
    tables: `create table stock (sku text primary key, available int not null);
      create table reservations (order_id uuid primary key, sku text not null);
      insert into stock values ('KEYBOARD', 1000000)`,
    reads: ['kafka'],
    reactions: {
      'order.placed': {
        effect: `with taken as (
            update stock set available = available - 1 where sku = 'KEYBOARD' returning sku)
          insert into reservations select $1, sku from taken`,
        tells: [...telling('kafka', 'stock.reserved'), ...telling('rabbitmq', 'payment.requested')],
      },
    },
  },
  {
    name: 'rabbitmq-worker',
    schema: 'payments',
    tables: `create table payments (order_id uuid primary key);
      create table notices (id bigint primary key generated always as identity, order_id uuid)`,
    reads: ['rabbitmq'],
    reactions: {
      'payment.requested': {
        effect: `insert into payments values ($1)`,
        tells: [
          ...telling('kafka', 'payment.captured'),
          ...telling('sqs', 'shipment.requested'),
          ...telling('rabbitmq', 'customer.notified', 'notice.audited', 'payment.audited'),
        ],
      },
      'customer.notified': noted('notices'),
      'notice.audited': noted('notices'),
      'payment.audited': noted('notices'),
    },
  },
  {
    name: 'sqs-poller',
    schema: 'shipping',
    tables: `create table shipments (order_id uuid primary key)`,
    reads: ['sqs'],
    reactions: {
      'shipment.requested': {
        effect: `insert into shipments values ($1)`,
        tells: [
          ...telling('kafka', 'shipment.booked'),
          ...telling('bullmq', 'invoice.issue', 'confirmation.send'),
        ],
      },
    },
  },
  {
    name: 'task-worker',
    schema: 'tasks',
    tables: `create table invoices (order_id uuid primary key);
      create table mails (order_id uuid);
      create table open_orders (order_id uuid)`,
    reads: ['bullmq', 'kafka'],
    reactions: {
      'invoice.issue': {
        effect: `insert into invoices values ($1)`,
        tells: telling('kafka', 'order.completed'),
      },
      'confirmation.send': noted('mails'),
      'order.placed': noted('open_orders'),
      'order.completed': noted('open_orders'),
    },
  },
];

function noted(table: string): Reaction {
  return { effect: `insert into ${table} (order_id) values ($1)`, tells: [] };
}
