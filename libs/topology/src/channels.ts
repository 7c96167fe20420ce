import type { Channel, Destination } from '@app/messaging';

/** Facts of every service, in the order of each order's id. */
export const ordersEvents: Channel = { broker: 'kafka', name: 'orders.events', kind: 'stream' };

/** Work, addressed to one worker each. Move a queue to another broker here, and nowhere else. */
export const payments: Channel = { broker: 'rabbitmq', name: 'payments', kind: 'queue' };
export const notifications: Channel = { broker: 'rabbitmq', name: 'notifications', kind: 'queue' };
export const audit: Channel = { broker: 'rabbitmq', name: 'audit', kind: 'queue' };
export const shipments: Channel = { broker: 'sqs', name: 'shipments.fifo', kind: 'queue' };
export const tasks: Channel = { broker: 'bullmq', name: 'tasks', kind: 'queue' };

/** What became of replayed dead letters, told by whoever handled them. */
export const deadLetterOutcomes: Channel = {
  broker: 'kafka',
  name: 'dead-letter-outcomes',
  kind: 'stream',
};

/** RabbitMQ exchanges: one queue by exact type, any by pattern, and everyone. */
export const eventsDirect: Destination = { broker: 'rabbitmq', name: 'events.direct' };
export const eventsTopic: Destination = { broker: 'rabbitmq', name: 'events.topic' };
export const eventsFanout: Destination = { broker: 'rabbitmq', name: 'events.fanout' };

/** What happens to orders, as it happens: short-lived, for whoever watches. */
export const orderActivity: Channel = {
  broker: 'redis-streams',
  name: 'order-activity',
  kind: 'stream',
};
