import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Kafka } from 'kafkajs';
import { Redis } from 'ioredis';
import { until } from '@app/testing';
import { BullMqContractChannel } from './bullmq.channel.js';
import { bullMqBroker } from './bullmq.harness.js';
import { ContractContext } from './contract-context.js';
import { kafkaBroker } from './kafka.harness.js';
import { happened, newLabel } from './messages.js';
import { RabbitMqContractChannel } from './rabbitmq.channel.js';
import { rabbitMqBroker } from './rabbitmq.harness.js';
import { RedisStreamsContractChannel } from './redis-streams.channel.js';
import { redisStreamsBroker } from './redis-streams.harness.js';
import type { RunningApp } from './running-app.js';
import { sqsBroker } from './sqs.harness.js';

jest.setTimeout(90_000);

const environment = { BROKER_POLL_INTERVAL_MS: '100', PROGRESS_TIMEOUT_MS: '1500' };

const contextOf = (broker: typeof kafkaBroker) => {
  const context = new ContractContext(broker);
  beforeAll(() => context.start());
  afterEach(() => context.closeAll());
  afterAll(() => context.stop());
  return context;
};

const fallen = (app: RunningApp) =>
  until(
    async () => {
      const readiness = await app.readiness();
      return readiness.status === 'not_ready' && readiness;
    },
    { what: 'readiness to fall', timeoutMs: 30_000 },
  );

const recovered = (app: RunningApp) =>
  until(async () => (await app.readiness()).status === 'ready', {
    what: 'readiness',
    timeoutMs: 45_000,
  });

describe('a RabbitMQ queue that is deleted', () => {
  const context = contextOf(rabbitMqBroker);
  it('is seen by readiness, and declared again', async () => {
    const channel = (await context.openChannel()) as RabbitMqContractChannel;
    const app = await context.startApp(channel, { environment, observed: true });
    await recovered(app);
    const down = fallen(app);
    await channel.useChannel((raw) => raw.deleteQueue(channel.names.of('work')));
    expect((await down).checks['rabbitmq']?.detail).toContain('was deleted');
    await recovered(app);
    const label = newLabel('after');
    await channel.sendRaw(happened(label));
    await app.hasHandled(label);
  });
});

describe('a BullMQ queue that is paused', () => {
  const context = contextOf(bullMqBroker);
  it('is seen by readiness once jobs wait', async () => {
    const channel = (await context.openChannel()) as BullMqContractChannel;
    const app = await context.startApp(channel, { environment, observed: true });
    await recovered(app);
    await channel.queue.pause();
    const label = newLabel('job');
    await channel.sendRaw(happened(label));
    await channel.sendRaw(happened(newLabel('job')));
    expect((await fallen(app)).checks['progress']?.detail).toContain('nothing is delivered to it');
    await channel.queue.resume();
    await app.hasHandled(label);
    await recovered(app);
  });
});

describe('a Redis stream that is deleted', () => {
  const context = contextOf(redisStreamsBroker);
  it('is seen by readiness, and read again, group and all', async () => {
    const channel = (await context.openChannel()) as RedisStreamsContractChannel;
    const app = await context.startApp(channel, { environment, observed: true });
    await recovered(app);
    const raw = new Redis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
    await raw.del(channel.key);
    raw.disconnect();
    expect((await fallen(app)).checks['redis-streams']?.status).toBe('down');
    await recovered(app);
    const label = newLabel('after');
    await channel.sendRaw(happened(label));
    await app.hasHandled(label);
  });
});

describe('an SQS queue that is deleted', () => {
  const context = contextOf(sqsBroker('standard'));
  it('is seen by readiness, and read again once somebody has created it anew', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { environment, observed: true });
    await recovered(app);
    const client = new SQSClient({
      endpoint: process.env['SQS_ENDPOINT'] ?? 'http://127.0.0.1:9324',
      region: 'elasticmq',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    });
    const name = String(channel.environment['RESOURCE_PREFIX']).replaceAll('.', '-') + 'work';
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    await fallen(app);
    await client.send(new CreateQueueCommand({ QueueName: name }));
    client.destroy();
    await recovered(app);
    const label = newLabel('after');
    await channel.sendRaw(happened(label));
    await app.hasHandled(label);
  });
});

describe('a Kafka topic that is deleted', () => {
  const context = contextOf(kafkaBroker);
  it('is seen by readiness, and read again once somebody has created it anew', async () => {
    const channel = await context.openChannel();
    const app = await context.startApp(channel, { environment, observed: true });
    await recovered(app);
    const admin = new Kafka({
      brokers: [String(channel.environment['KAFKA_BROKERS'])],
      logLevel: 0,
    }).admin();
    await admin.connect();
    const topic = `${channel.environment['RESOURCE_PREFIX']}facts`;
    await admin.deleteTopics({ topics: [topic] });
    await fallen(app);
    await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: true });
    await admin.disconnect();
    await recovered(app);
    const label = newLabel('after');
    await channel.sendRaw(happened(label));
    await app.hasHandled(label, 45_000);
  });
});
