import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Environment } from '@app/messaging';
import { ordersEvents } from '@app/topology';
import { required } from '../../../bench-broker.js';
import type { BareClient, BareMessage } from '../bare-client.js';

const PARTITIONS = 6;

/** kafkajs: a `send()` per message, `eachMessage` with automatic commits. */
export async function kafkaClient(environment: Environment, group: string): Promise<BareClient> {
  const prefix = required(environment, 'RESOURCE_PREFIX');
  const topic = prefix + ordersEvents.name;
  const brokers = required(environment, 'KAFKA_BROKERS').split(',');
  const kafka = new Kafka({ brokers, clientId: 'bare', logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  return {
    publish: async (message) => {
      const value = JSON.stringify(message);
      await producer.send({ topic, acks: -1, messages: [{ key: message.orderId, value }] });
    },
    consume: async (handle) => {
      const consumer = kafka.consumer({ groupId: prefix + group });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        partitionsConsumedConcurrently: PARTITIONS,
        eachMessage: ({ message }) => handle(JSON.parse(String(message.value)) as BareMessage),
      });
    },
  };
}

/** Before the processes start, which read from it at once. */
export async function createTopic(environment: Environment): Promise<void> {
  const brokers = required(environment, 'KAFKA_BROKERS').split(',');
  const admin = new Kafka({ brokers, clientId: 'bare', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topic = required(environment, 'RESOURCE_PREFIX') + ordersEvents.name;
  await admin.createTopics({
    waitForLeaders: true,
    topics: [{ topic, numPartitions: PARTITIONS }],
  });
  await admin.disconnect();
}
