import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import type { Environment } from '@app/messaging';
import { shipments } from '@app/topology';
import { required } from '../../../bench-broker.js';
import type { BareClient, BareMessage } from '../bare-client.js';

/** AWS SDK: a call for each send and delete, one long poll after the other, ten messages each. */
export async function sqsClient(environment: Environment): Promise<BareClient> {
  const client = new SQSClient({
    endpoint: required(environment, 'SQS_ENDPOINT'),
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const create = new CreateQueueCommand({
    QueueName: required(environment, 'RESOURCE_PREFIX') + shipments.name,
    Attributes: { FifoQueue: 'true' },
  });
  const { QueueUrl } = await client.send(create);
  const receive = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 10,
  });
  return {
    publish: async (message) => {
      const send = new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.orderId,
        MessageDeduplicationId: message.id,
      });
      await client.send(send);
    },
    consume: async (handle) => {
      const handleOne = async ({ Body, ReceiptHandle }: Message): Promise<void> => {
        await handle(JSON.parse(Body!) as BareMessage);
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      };
      const poll = async (): Promise<never> => {
        for (;;) {
          const { Messages = [] } = await client.send(receive);
          await Promise.all(Messages.map(handleOne));
        }
      };
      void poll();
    },
  };
}
