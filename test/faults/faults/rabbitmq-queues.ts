import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@app/testing';
import { withBrokers } from '../oracle/brokers.js';
import { rabbitMqCtl } from '../stack/rabbitmq-ctl.js';
import type { Fault } from './fault.js';
import { putPoison } from './put-poison.js';

const queue = 'payments';

export const dlqMissing: Fault = {
  name: 'dlq-missing',
  about: 'The DLQ of a queue is gone when a dead letter is due, which waits until it is back.',
  lane: 'server',
  seconds: 8,
  async strike(system, _random, harm) {
    // Its reader would make it anew at once; and what that holds must be back before it is saved.
    const readerIsBack = system.app('dead-letter-admin').crash();
    await withBrokers(system.direct, async (brokers) => {
      const isLeft = async () => !(await brokers.rabbitMq.areDeadLettersRead(queue));
      await until(isLeft, { what: `the DLQ of ${queue} to be left alone` });
      await system.deadLetters.save(brokers, queue);
      await brokers.rabbitMq.deleteDeadLetters(queue);
    });
    await putPoison(system, 'rabbitmq-worker');
    await readerIsBack;
    harm.over();
    await system.whenUp();
    return 'until its reader was back';
  },
};

export const queueDeleted: Fault = {
  name: 'queue-deleted',
  about:
    'A queue is deleted under its consumer; the app makes it anew, and its messages are sent again.',
  lane: 'server',
  seconds: 8,
  async strike(system, _random, harm) {
    const lost = await withBrokers(system.direct, ({ rabbitMq }) => rabbitMq.deleteQueue(queue));
    const isRead = () => withBrokers(system.direct, ({ rabbitMq }) => rabbitMq.isRead(queue));
    await until(isRead, { timeoutMs: 60_000, what: `${queue} to be read again` });
    const sent = await system.tap.repeatUnpaid();
    harm.over();
    await system.tap.whenSent('inventory');
    return `with ${lost} messages; ${sent} were sent again`;
  },
};

export const queueFull: Fault = {
  name: 'queue-full',
  about:
    'A queue has room for ten messages and its consumer is frozen: the rest waits in outboxes.',
  lane: 'process',
  seconds: 12,
  async strike(system, random, harm) {
    const fullMs = random.between(6_000, 9_000);
    const server = system.stack.server('rabbitmq');
    const name = `^${system.direct['RESOURCE_PREFIX']}${queue}$`;
    const worker = system.app('rabbitmq-worker');
    worker.freeze();
    try {
      await rabbitMqCtl(server, ['set_policy', 'full', name, '{"max-length":10}']);
      // Enough to fill it, whatever the load is at the moment.
      await system.tap.repeat('inventory', 20, 10);
      await sleep(fullMs);
    } finally {
      await rabbitMqCtl(server, ['clear_policy', 'full']);
      worker.thaw();
    }
    harm.over();
    await system.whenUp();
    return `for ${fullMs} ms`;
  },
};
