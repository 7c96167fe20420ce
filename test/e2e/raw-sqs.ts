import { randomUUID } from 'node:crypto';
import {
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { readSettings } from '@app/messaging';
import { until } from '@app/testing';
import { sqsTopology } from '@app/topology';
import { decodeMessage, encodeMessage, ResourceNames, sqsSettings } from '@app/transport-sqs';
import { clientConfig } from '../../libs/transport-sqs/src/connection/client-config.js';
import { quietNodeWarning } from '../../libs/transport-sqs/src/connection/quiet-node-warning.js';
import { deadLetterOf, type SeenDeadLetter } from './dead-letter.js';

const queues = sqsTopology.queues.map(({ name }) => name);

/** SQS, past the transport that is under test. */
export class RawSqs {
  private readonly client: SQSClient;
  private readonly names: ResourceNames;

  constructor(endpoint: string, prefix: string) {
    quietNodeWarning();
    const environment = { ...process.env, SQS_ENDPOINT: endpoint };
    this.client = new SQSClient(clientConfig(readSettings(sqsSettings, environment)));
    this.names = new ResourceNames(prefix);
  }

  /** Puts bytes into a FIFO queue, as a message group of their own. */
  async put(queue: string, body: Buffer, headers = new Map<string, string>()): Promise<void> {
    await this.client.send(
      new SendMessageCommand({
        QueueUrl: await this.url(this.names.of(queue)),
        ...encodeMessage({ body, headers }),
        MessageGroupId: randomUUID(),
        MessageDeduplicationId: randomUUID(),
      }),
    );
  }

  /** Hands out what is in the queue until a redrive policy that is strict meanwhile moves it. */
  async handOutTooOften(queue: string): Promise<void> {
    const QueueUrl = await this.url(this.names.of(queue));
    const lenient = await this.redrivePolicyOf(QueueUrl);
    const strict = JSON.stringify({ ...JSON.parse(lenient), maxReceiveCount: 1 });
    await this.setRedrivePolicy(QueueUrl, strict);
    const take = { QueueUrl, VisibilityTimeout: 0, WaitTimeSeconds: 1 };
    const isEmpty = async () => {
      await this.client.send(new ReceiveMessageCommand(take));
      return (await this.waiting())[this.names.of(queue)] === undefined;
    };
    // A reader that was killed just now may have taken it: its visibility has to end first.
    await until(isEmpty, { timeoutMs: 30_000, what: `${queue} to be redriven` });
    await this.setRedrivePolicy(QueueUrl, lenient);
  }

  /** What every queue of the topology holds, in flight or not. Empty ones are left out. */
  waiting(): Promise<Record<string, number>> {
    return this.counts(queues.map((queue) => this.names.of(queue)));
  }

  /** Dead letters by queue; queues without any are left out. */
  deadLetterCounts(): Promise<Record<string, number>> {
    return this.counts(queues.map((queue) => this.names.deadLetters(queue)));
  }

  /** Takes what it finds out of the queue's DLQ: ten messages at most. */
  async takeDeadLetters(queue: string): Promise<SeenDeadLetter[]> {
    const QueueUrl = await this.url(this.names.deadLetters(queue));
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    for (const { ReceiptHandle } of Messages) {
      await this.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return Messages.map(decodeMessage).map(({ body, headers }) =>
      deadLetterOf(body, headers.get('dead-letter')),
    );
  }

  async deleteAll(): Promise<void> {
    for (const queue of queues) {
      for (const name of [this.names.of(queue), this.names.deadLetters(queue)]) {
        await this.deleteQueue(name);
      }
    }
    this.close();
  }

  close(): void {
    this.client.destroy();
  }

  private async counts(names: readonly string[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const name of names) {
      const { Attributes = {} } = await this.client.send(
        new GetQueueAttributesCommand({
          QueueUrl: await this.url(name),
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      const count = Object.values(Attributes).reduce((sum, text) => sum + Number(text), 0);
      if (count > 0) counts[name] = count;
    }
    return counts;
  }

  private async redrivePolicyOf(QueueUrl: string): Promise<string> {
    const { Attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
    );
    return Attributes['RedrivePolicy'] ?? '{}';
  }

  private async setRedrivePolicy(QueueUrl: string, RedrivePolicy: string): Promise<void> {
    const Attributes = { RedrivePolicy };
    await this.client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  }

  private async url(name: string): Promise<string> {
    const { QueueUrl = '' } = await this.client.send(new GetQueueUrlCommand({ QueueName: name }));
    return QueueUrl;
  }

  private async deleteQueue(name: string): Promise<void> {
    try {
      await this.client.send(new DeleteQueueCommand({ QueueUrl: await this.url(name) }));
    } catch (error) {
      // The apps may have failed before they made it.
      if (!(error instanceof QueueDoesNotExist)) throw error;
    }
  }
}
