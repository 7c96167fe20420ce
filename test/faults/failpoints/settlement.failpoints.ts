import type { AppName } from '../../../tools/apps/apps.js';
import type { Failpoint } from './failpoint.js';

const kafkaApps: AppName[] = ['order-producer', 'kafka-consumer', 'task-worker'];

/** Between the end of the work and the word to the broker that it is done. */
export const settlementFailpoints: readonly Failpoint[] = [
  {
    name: 'before-kafka-commit',
    when: 'with records finished and their offsets not committed',
    apps: kafkaApps,
    module: 'libs/transport-kafka/src/consuming/committer.js',
    className: 'Committer',
    method: 'commit',
    side: 'before',
  },
  {
    name: 'before-rabbitmq-ack',
    when: 'with a message settled and not acknowledged',
    apps: ['rabbitmq-worker'],
    module: 'libs/transport-rabbitmq/src/consuming/ack-window.js',
    className: 'AckWindow',
    method: 'settle',
    side: 'before',
  },
  {
    name: 'before-sqs-delete',
    when: 'with a message finished and not deleted',
    apps: ['sqs-poller'],
    module: 'libs/transport-sqs/src/consuming/deleter.js',
    className: 'Deleter',
    method: 'deleteBatch',
    side: 'before',
  },
  {
    name: 'before-bullmq-completion',
    when: 'with a job done and not completed',
    apps: ['task-worker'],
    module: 'libs/transport-bullmq/src/consuming/settler.js',
    className: 'Settler',
    method: 'carryOut',
    side: 'after',
  },
];
