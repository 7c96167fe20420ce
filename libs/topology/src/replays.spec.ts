import { describe, expect, it } from '@jest/globals';
import { deadLetterQueueName } from '@app/transport-bullmq';
import { deadLetterTopicName } from '@app/transport-kafka';
import { ResourceNames as RabbitMqNames } from '@app/transport-rabbitmq';
import { deadLetterStreamName } from '@app/transport-redis-streams';
import { ResourceNames as SqsNames } from '@app/transport-sqs';
import { deadLetterChannels } from './dead-letter-channels.js';
import { kafkaTopology } from './kafka.topology.js';
import { rabbitMqTopology } from './rabbitmq.topology.js';
import { replayRoute } from './replays.js';

describe('the dead-letter channels', () => {
  const asTransportsName: Record<string, (name: string) => string> = {
    kafka: deadLetterTopicName,
    rabbitmq: (name) => new RabbitMqNames('').deadLetters(name),
    sqs: (name) => new SqsNames('').deadLetters(name),
    bullmq: deadLetterQueueName,
    'redis-streams': deadLetterStreamName,
  };

  it.each(deadLetterChannels)('$channel.name is where its transport writes', ({ channel, of }) => {
    expect(channel.name).toBe(asTransportsName[of.broker]!(of.name));
  });

  it('include every queue and topic that has dead letters', () => {
    const collected = new Set(deadLetterChannels.map(({ of }) => of.name));
    const own = kafkaTopology.topics.filter((it) => it.deadLettersWith === undefined);

    expect([...rabbitMqTopology.queues, ...own].filter(({ name }) => !collected.has(name))).toEqual(
      [],
    );
  });
});

describe('replayRoute', () => {
  const kafka = { broker: 'kafka', consumer: 'task-worker' };
  const toTaskWorker = {
    destination: { broker: 'kafka', name: 'orders.events.replay.task-worker' },
  };

  it.each([
    [{ ...kafka, name: 'orders.events' }, toTaskWorker],
    [{ ...kafka, name: 'orders.events.replay.task-worker' }, toTaskWorker],
    [{ ...kafka, name: 'orders.events.replay.kafka-consumer' }, undefined],
    [{ ...kafka, name: 'orders.events', consumer: 'gone' }, undefined],
    [{ broker: 'kafka', name: 'orders.events' }, undefined],
    [
      { broker: 'rabbitmq', name: 'payments' },
      { destination: { broker: 'rabbitmq', name: 'payments' } },
    ],
    [{ broker: 'sqs', name: 'payments' }, undefined],
    [
      { broker: 'sqs', name: 'shipments.fifo', consumer: 'sqs-poller:shipments.fifo' },
      { destination: { broker: 'sqs', name: 'shipments.fifo' } },
    ],
    [{ broker: 'bullmq', name: 'tasks' }, { destination: { broker: 'bullmq', name: 'tasks' } }],
    [
      { broker: 'redis-streams', name: 'order-activity', consumer: 'order-producer' },
      { destination: { broker: 'redis-streams', name: 'order-activity' }, for: 'order-producer' },
    ],
    [{ broker: 'redis-streams', name: 'order-activity' }, undefined],
  ])('of %j is %j', (source, route) => {
    expect(replayRoute(source)).toEqual(route);
  });
});
