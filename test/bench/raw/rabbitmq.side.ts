import { DELAY_TIERS, rabbitMq, ResourceNames } from '@app/transport-rabbitmq';
import amqp from 'amqplib';
import { required, type BenchBroker } from '../bench-broker.js';

const name = 'bench';
const PREFETCH = 100;

/** amqplib: a confirm channel, persistent messages, one ack per message. */
export const rabbitMqBench: BenchBroker = {
  name: 'rabbitmq',
  channel: { broker: 'rabbitmq', name, kind: 'queue' },
  adapter: rabbitMq({ exchanges: [], queues: [{ name }] }),
  messages: 10_000,
  raw: async (environment) => {
    const names = new ResourceNames(required(environment, 'RESOURCE_PREFIX'));
    const queue = names.of(name);
    const connection = await amqp.connect(required(environment, 'RABBITMQ_URL'));
    const channel = await connection.createConfirmChannel();
    return {
      publish: ({ key, text }) =>
        new Promise((resolve, reject) => {
          const body = Buffer.from(JSON.stringify({ key, text }));
          channel.sendToQueue(queue, body, { persistent: true }, (error) =>
            error ? reject(error as Error) : resolve(),
          );
        }),
      consume: async (onMessage) => {
        await channel.prefetch(PREFETCH);
        await channel.consume(queue, (message) => {
          if (!message) return;
          onMessage();
          channel.ack(message);
        });
      },
      remove: async () => {
        const delays = DELAY_TIERS.map((tier) => names.delay(name, tier));
        for (const own of [queue, ...delays, names.deadLetters(name)]) {
          await channel.deleteQueue(own);
        }
      },
      close: () => connection.close(),
    };
  },
};
