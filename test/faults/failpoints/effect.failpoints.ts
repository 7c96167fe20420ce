import type { AppName } from '../../../tools/apps/apps.js';
import type { Failpoint } from './failpoint.js';

const inboxApps: AppName[] = ['kafka-consumer', 'rabbitmq-worker', 'sqs-poller', 'task-worker'];
const inbox = { module: 'libs/idempotency/src/inbox/inbox.store.js', className: 'InboxStore' };
const http = {
  module: 'libs/idempotency/src/http/http-idempotency.store.js',
  className: 'HttpIdempotencyStore',
};
const pipeline = {
  module: 'libs/messaging/src/pipeline/delivery-pipeline.js',
  className: 'DeliveryPipeline',
};
const provider = {
  module: 'apps/rabbitmq-worker/src/payment-provider/fake-payment.provider.js',
  className: 'FakePaymentProvider',
};

/** Between a request or a message and the commit of its effect. */
export const effectFailpoints: readonly Failpoint[] = [
  {
    name: 'http-before-commit',
    when: 'with the order written and not committed',
    apps: ['order-producer'],
    ...http,
    method: 'insert',
    side: 'before',
  },
  {
    name: 'http-after-commit',
    when: 'with the order committed and the client not answered',
    apps: ['order-producer'],
    ...http,
    method: 'runOnce',
    side: 'after',
  },
  {
    name: 'before-claim',
    when: 'with a message read and not claimed in the inbox',
    apps: inboxApps,
    ...inbox,
    method: 'runOnce',
    side: 'before',
  },
  {
    name: 'after-claim',
    when: 'with a message claimed and the handler not run',
    apps: inboxApps,
    ...inbox,
    method: 'insert',
    side: 'after',
  },
  {
    name: 'after-effect',
    when: 'with the handler done and its transaction not committed',
    apps: ['kafka-consumer', 'sqs-poller', 'task-worker'],
    ...inbox,
    method: 'runOnce',
    side: 'after',
    callback: 1,
  },
  {
    name: 'after-commit',
    when: 'with the effect committed and the message not settled',
    apps: inboxApps,
    ...inbox,
    method: 'runOnce',
    side: 'after',
  },
  {
    name: 'after-charge',
    when: 'between the call of the provider and the commit',
    apps: ['rabbitmq-worker'],
    ...provider,
    method: 'charge',
    side: 'after',
  },
  {
    name: 'before-fact',
    when: 'with a fact read and not applied',
    apps: ['order-producer'],
    ...pipeline,
    method: 'process',
    side: 'before',
  },
  {
    name: 'after-fact',
    when: 'with a fact applied and not settled',
    apps: ['order-producer'],
    ...pipeline,
    method: 'process',
    side: 'after',
  },
];
