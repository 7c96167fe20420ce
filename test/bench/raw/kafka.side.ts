import { kafka } from '@app/transport-kafka';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { required, type BenchBroker } from '../bench-broker.js';

const name = 'bench';

/** kafkajs: a `send()` per message, `eachMessage` with automatic commits. */
export const kafkaBench: BenchBroker = {
  name: 'kafka',
  channel: { broker: 'kafka', name, kind: 'stream' },
  adapter: kafka({ topics: [{ name, partitions: 6 }] }),
  messages: 10_000,
  raw: async (environment) => {
    const prefix = required(environment, 'RESOURCE_PREFIX');
    const topic = `${prefix}${name}`;
    const brokers = required(environment, 'KAFKA_BROKERS').split(',');
    const client = new Kafka({ brokers, clientId: 'bench', logLevel: logLevel.NOTHING });
    const producer = client.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    let consumer: Consumer | undefined;
    return {
      publish: async ({ key, text }) => {
        const value = JSON.stringify({ key, text });
        await producer.send({ topic, acks: -1, messages: [{ key, value }] });
      },
      consume: async (onMessage) => {
        consumer = client.consumer({ groupId: `${prefix}raw` });
        await consumer.connect();
        await consumer.subscribe({ topic, fromBeginning: true });
        await consumer.run({ eachMessage: async () => onMessage() });
      },
      remove: async () => {
        await consumer?.disconnect();
        const admin = client.admin();
        await admin.connect();
        const topics = (await admin.listTopics()).filter((it) => it.startsWith(prefix));
        await admin.deleteTopics({ topics });
        const { groups } = await admin.listGroups();
        const ours = groups.map(({ groupId }) => groupId).filter((it) => it.startsWith(prefix));
        await admin.deleteGroups(ours);
        await admin.disconnect();
      },
      close: () => producer.disconnect(),
    };
  },
};
