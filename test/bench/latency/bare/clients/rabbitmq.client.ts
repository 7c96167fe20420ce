import amqp from 'amqplib';
import type { Environment } from '@app/messaging';
import { payments } from '@app/topology';
import { required } from '../../../bench-broker.js';
import type { BareClient, BareMessage } from '../bare-client.js';

const PREFETCH = 100;

/** amqplib: a quorum queue, a confirm channel, persistent messages, one ack per message. */
export async function rabbitMqClient(environment: Environment): Promise<BareClient> {
  const queue = required(environment, 'RESOURCE_PREFIX') + payments.name;
  const connection = await amqp.connect(required(environment, 'RABBITMQ_URL'));
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  return {
    publish: (message) =>
      new Promise((resolve, reject) => {
        const body = Buffer.from(JSON.stringify(message));
        channel.sendToQueue(queue, body, { persistent: true }, (error) =>
          error ? reject(error as Error) : resolve(),
        );
      }),
    consume: async (handle) => {
      await channel.prefetch(PREFETCH);
      await channel.consume(queue, (message) => {
        if (!message) return;
        const body = JSON.parse(message.content.toString()) as BareMessage;
        void handle(body).then(() => channel.ack(message));
      });
    },
  };
}
