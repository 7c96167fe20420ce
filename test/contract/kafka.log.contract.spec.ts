import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import { Logger } from '@nestjs/common';
import { CompressionCodecs, CompressionTypes, Kafka, logLevel, type Admin } from 'kafkajs';
import { until } from '@app/testing';
import { createTopic } from '@app/transport-kafka';
import type { ContractChannel } from './broker-harness.js';
import { ContractContext } from './contract-context.js';
import { kafkaBroker } from './kafka.harness.js';
import { happened, newLabel } from './messages.js';
import { snappy } from './snappy.js';

const PATIENCE_MS = 30_000;

/** What others do to a log that we read. */
describe('a Kafka log', () => {
  jest.setTimeout(90_000);
  const context = new ContractContext(kafkaBroker);
  const brokers = [process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092'];
  const raw = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const unpackSnappy = CompressionCodecs[CompressionTypes.Snappy];
  let admin: Admin;
  let channel: ContractChannel;
  let topic: string;

  beforeAll(async () => {
    admin = raw.admin();
    await Promise.all([admin.connect(), context.start()]);
  });
  beforeEach(async () => {
    channel = await context.openChannel();
    topic = `${channel.environment['RESOURCE_PREFIX']}facts`;
  });
  afterEach(() => context.closeAll());
  afterAll(async () => {
    await admin.disconnect();
    await context.stop();
  });

  const remove = async () => {
    await admin.deleteTopics({ topics: [topic] });
    await until(async () => !(await admin.listTopics()).includes(topic));
  };

  /** As a producer in another language would: kafkajs can't, and can't read it either. */
  const sendSnappy = async (label: string) => {
    const { key, body, headers } = happened(label);
    const producer = raw.producer();
    await producer.connect();
    CompressionCodecs[CompressionTypes.Snappy] = () => ({
      compress: (encoder: { buffer: Buffer }) => Promise.resolve(snappy(encoder.buffer)),
    });
    try {
      const messages = [{ key, value: body, headers: Object.fromEntries(headers) }];
      await producer.send({ topic, messages, compression: CompressionTypes.Snappy });
    } finally {
      CompressionCodecs[CompressionTypes.Snappy] = unpackSnappy;
      await producer.disconnect();
    }
  };

  it('is read from its start when the topic was created anew', async () => {
    const app = await context.startApp(channel);
    const [before, after] = [newLabel('before'), newLabel('after')];
    await channel.sendRaw(happened(before));
    await app.hasHandled(before);
    await until(async () => (await channel.unsettled()) === 0);

    await remove();
    await createTopic(admin, { topic, numPartitions: 1, replicationFactor: 1 });
    await until(async () => (await channel.sendRaw(happened(after, { key: before })), true), {
      timeoutMs: PATIENCE_MS,
    });

    await app.hasHandled(after, PATIENCE_MS);
    expect(app.probe.callsOf(after)).toHaveLength(1);
  });

  it('is readable whatever its producers compress it by, in a topic that we created', async () => {
    await remove();
    const app = await context.startApp(channel);
    const label = newLabel('snappy');

    await sendSnappy(label);

    await app.hasHandled(label);
    expect(app.probe.callsOf(label)).toHaveLength(1);
  });

  it('is named where someone else created it and it is not readable', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error');
    await context.startApp(channel);

    await sendSnappy(newLabel('snappy'));

    await until(() => errors.mock.calls.flat().some((it) => String(it).includes('Snappy')), {
      timeoutMs: PATIENCE_MS,
    });
    expect(errors.mock.calls.flat().join()).toMatch(
      new RegExp(`${topic}.*compression\\.type=gzip`),
    );
  });
});
