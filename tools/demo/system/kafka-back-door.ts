import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type Consumer, type KafkaMessage } from 'kafkajs';
import type { MessageHeaders } from '@app/events';
import { ordersEvents } from '@app/topology';
import { deadLetterTopicName } from '@app/transport-kafka';
import type { BackDoor } from './back-door.js';
import { DeadLetterWatch } from './dead-letter-watch.js';
import { muteKafkajsWarning } from './mute-kafkajs-warning.js';

/** Speaks kafkajs itself: any program that knows the broker's address could do the same. */
export async function openKafkaBackDoor(
  brokers: string,
  resourcePrefix: string,
): Promise<BackDoor> {
  muteKafkajsWarning();
  const topic = resourcePrefix + ordersEvents.name;
  const groupId = `${resourcePrefix}demo-${randomUUID()}`;
  const kafka = new Kafka({
    clientId: 'demo',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20 },
  });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  const consumer = kafka.consumer({ groupId });
  const watch = new DeadLetterWatch();

  await Promise.all([producer.connect(), feed(watch, consumer, deadLetterTopicName(topic))]);
  return {
    put: async (key, body) =>
      void (await producer.send({ topic, acks: -1, messages: [{ key, value: body }] })),
    deadLetterOf: (body, signal) => watch.find(body, signal),
    close: async () => {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
      await forgetGroup(kafka, groupId);
    },
  };
}

async function feed(watch: DeadLetterWatch, consumer: Consumer, topic: string): Promise<void> {
  await consumer.connect();
  // Where a new group finds the end may already lie behind the message that we are about to put.
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      const headers = toHeaders(message.headers ?? {});
      if (message.value) watch.add({ body: message.value, headers });
      return Promise.resolve();
    },
  });
}

function toHeaders(headers: NonNullable<KafkaMessage['headers']>): MessageHeaders {
  const known = Object.entries(headers).filter((pair): pair is [string, Buffer] =>
    Buffer.isBuffer(pair[1]),
  );
  return new Map(known);
}

/** Else each run would leave a consumer group behind. */
async function forgetGroup(kafka: Kafka, groupId: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await admin.deleteGroups([groupId]);
  } finally {
    await admin.disconnect();
  }
}
