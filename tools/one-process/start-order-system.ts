import { randomUUID } from 'node:crypto';
import { EventCatalogue, systemEvents } from '@app/events';
import { startSystem, type RunningSystem, type SystemOptions } from '@app/testing';
import { eventRoutes } from '@app/topology';
import { deadLetterAdmin } from '../../apps/dead-letter-admin/src/dead-letter-admin.app.js';
import { kafkaConsumer } from '../../apps/kafka-consumer/src/kafka-consumer.app.js';
import { orderProducer } from '../../apps/order-producer/src/order-producer.app.js';
import { rabbitmqWorker } from '../../apps/rabbitmq-worker/src/rabbitmq-worker.app.js';
import { sqsPoller } from '../../apps/sqs-poller/src/sqs-poller.app.js';
import { taskWorker } from '../../apps/task-worker/src/task-worker.app.js';
import { declareTopology } from './declare-topology.js';

export const orderApps = [
  orderProducer,
  kafkaConsumer,
  rabbitmqWorker,
  sqsPoller,
  taskWorker,
  deadLetterAdmin,
];

type Options = Omit<SystemOptions, 'apps' | 'catalogue' | 'routes' | 'declare'>;

/**
 * The six apps in this process, on a broker in memory. `DATABASE_URL` in `environment` names an
 * empty PostgreSQL database, and `ADMIN_TOKEN` who may ask the ledger (default: nobody). It can't prove what only a broker keeps: that a message survives. Schedules don't run in it.
 */
export function startOrderSystem(options: Options): Promise<RunningSystem> {
  return startSystem({
    ...options,
    environment: { ADMIN_TOKEN: randomUUID(), ...options.environment },
    apps: orderApps,
    catalogue: new EventCatalogue(systemEvents),
    routes: eventRoutes,
    declare: declareTopology,
  });
}
