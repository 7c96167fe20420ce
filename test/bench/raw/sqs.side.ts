import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { sqs } from '@app/transport-sqs';
import { required, type BenchBroker } from '../bench-broker.js';

const name = 'bench';

/** AWS SDK: a call for each send and delete, one long poll after the other, ten messages each. */
export const sqsBench: BenchBroker = {
  name: 'sqs',
  channel: { broker: 'sqs', name, kind: 'queue' },
  adapter: sqs({ queues: [{ name }] }),
  messages: 1_000,
  raw: async (environment) => {
    const prefix = required(environment, 'RESOURCE_PREFIX');
    const client = new SQSClient({
      endpoint: required(environment, 'SQS_ENDPOINT'),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const created = await client.send(new CreateQueueCommand({ QueueName: `${prefix}${name}` }));
    const QueueUrl = created.QueueUrl!;
    const end = new AbortController();
    let reading = Promise.resolve();
    const read = async (onMessage: () => void): Promise<void> => {
      while (!end.signal.aborted) {
        const receive = new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
        });
        const { Messages = [] } = await client.send(receive);
        for (const { ReceiptHandle } of Messages) {
          onMessage();
          await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    };
    return {
      publish: async ({ key, text }) => {
        const MessageBody = JSON.stringify({ key, text });
        await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
      },
      consume: async (onMessage) => {
        reading = read(onMessage);
      },
      remove: async () => {
        end.abort();
        await reading;
        const list = new ListQueuesCommand({ QueueNamePrefix: prefix });
        for (const url of (await client.send(list)).QueueUrls ?? []) {
          await client.send(new DeleteQueueCommand({ QueueUrl: url }));
        }
      },
      close: async () => client.destroy(),
    };
  },
};
