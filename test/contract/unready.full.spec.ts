import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import { until } from '@app/testing';
import type { ContractBroker, ContractChannel } from './broker-harness.js';
import type { BullMqContractChannel } from './bullmq.channel.js';
import { bullMqBroker } from './bullmq.harness.js';
import { ContractContext } from './contract-context.js';
import { kafkaBroker } from './kafka.harness.js';
import { happened, newLabel } from './messages.js';
import type { RabbitMqContractChannel } from './rabbitmq.channel.js';
import { rabbitMqBroker } from './rabbitmq.harness.js';
import type { RedisStreamsContractChannel } from './redis-streams.channel.js';
import { redisStreamsBroker } from './redis-streams.harness.js';
import type { Readiness, RunningApp } from './running-app.js';
import { sqsBroker } from './sqs.harness.js';

const environment = { BROKER_POLL_INTERVAL_MS: '100', PROGRESS_TIMEOUT_MS: '1500' };

/** What somebody at the broker may do to a consumer: readiness sees it, and its end. */
describe('a consumer that gets nothing any more', () => {
  jest.setTimeout(120_000);

  describe('as its RabbitMQ queue is deleted', () => {
    const start = startOn<RabbitMqContractChannel>(rabbitMqBroker);

    it('is not ready, says so, declares it again and goes on', async () => {
      const { channel, app } = await start();
      const down = fallen(app);
      await channel.useChannel((raw) => raw.deleteQueue(channel.names.of('work')));

      expect((await down).checks['rabbitmq']?.detail).toContain('was deleted');
      expect(await goesOn(channel, app)).toBe('ready');
    });
  });

  describe('as its BullMQ queue is paused', () => {
    const start = startOn<BullMqContractChannel>(bullMqBroker);

    it('is not ready while jobs wait, says so, and goes on', async () => {
      const { channel, app } = await start();
      await channel.queue.pause();
      await channel.sendRaw(happened(newLabel('job')));
      await channel.sendRaw(happened(newLabel('job')));

      expect((await fallen(app)).checks['progress']?.detail).toContain(
        'nothing is delivered to it',
      );
      await channel.queue.resume();
      expect(await goesOn(channel, app)).toBe('ready');
    });
  });

  describe('as its Redis stream is deleted', () => {
    const start = startOn<RedisStreamsContractChannel>(redisStreamsBroker);

    it('is not ready, says so, makes stream and group anew and goes on', async () => {
      const { channel, app } = await start();
      const raw = new Redis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379');
      const down = fallen(app);
      await raw.del(channel.key);
      raw.disconnect();

      expect((await down).checks['redis-streams']?.status).toBe('down');
      expect(await goesOn(channel, app)).toBe('ready');
    });
  });

  describe('as its SQS queue is deleted', () => {
    const start = startOn(sqsBroker('standard'));

    it('is not ready until somebody has created it anew, and goes on', async () => {
      const { channel, app } = await start();
      const raw = new SQSClient({
        endpoint: process.env['SQS_ENDPOINT'] ?? 'http://127.0.0.1:9324',
        region: 'elasticmq',
        credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      });
      const QueueName = `${channel.environment['RESOURCE_PREFIX']}work`.replaceAll('.', '-');
      const { QueueUrl } = await raw.send(new GetQueueUrlCommand({ QueueName }));
      await raw.send(new DeleteQueueCommand({ QueueUrl }));

      expect((await fallen(app)).status).toBe('not_ready');
      await raw.send(new CreateQueueCommand({ QueueName }));
      raw.destroy();
      expect(await goesOn(channel, app)).toBe('ready');
    });
  });

  describe('as its Kafka topic is deleted', () => {
    const start = startOn(kafkaBroker);

    it('is not ready until somebody has created it anew, and goes on', async () => {
      const { channel, app } = await start();
      const brokers = [String(channel.environment['KAFKA_BROKERS'])];
      const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
      const topic = `${channel.environment['RESOURCE_PREFIX']}facts`;
      await admin.connect();
      await admin.deleteTopics({ topics: [topic] });

      expect((await fallen(app)).status).toBe('not_ready');
      await admin.createTopics({ topics: [{ topic, numPartitions: 2 }], waitForLeaders: true });
      await admin.disconnect();
      expect(await goesOn(channel, app)).toBe('ready');
    });
  });
});

/** @returns a function that starts a ready app on a channel of its own, closed after the test */
function startOn<Channel extends ContractChannel>(broker: ContractBroker) {
  const context = new ContractContext(broker);
  beforeAll(() => context.start());
  afterEach(() => context.closeAll());
  afterAll(() => context.stop());
  return async () => {
    const channel = (await context.openChannel()) as Channel;
    const app = await context.startApp(channel, { environment, observed: true });
    await until(async () => (await app.readiness()).status === 'ready', { what: 'readiness' });
    return { channel, app };
  };
}

/** Resolves once the app isn't ready, with what it says then. */
function fallen(app: RunningApp): Promise<Readiness> {
  const look = async () => {
    const readiness = await app.readiness();
    return readiness.status === 'not_ready' && readiness;
  };
  return until(look, { what: 'readiness to fall', timeoutMs: 30_000 });
}

/** Handles a message as ever. @returns what readiness says in the end */
async function goesOn(channel: ContractChannel, app: RunningApp): Promise<string> {
  const ready = async () => {
    const { status } = await app.readiness();
    return status === 'ready' && status;
  };
  await until(ready, { what: 'readiness', timeoutMs: 45_000 });
  const label = newLabel('after');
  await channel.sendRaw(happened(label));
  await app.hasHandled(label, 45_000);
  return until(ready, { what: 'readiness', timeoutMs: 45_000 });
}
