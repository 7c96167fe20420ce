import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Channel, Destination, Environment } from '@app/messaging';
import { TcpProxy } from '@app/testing';
import {
  decodeMessage,
  encodeMessage,
  ResourceNames,
  sqs,
  type SqsTopology,
} from '@app/transport-sqs';
import { queueAttributes } from '../../libs/transport-sqs/src/topology/queue-attributes.js';
import { isFifo } from '../../libs/transport-sqs/src/topology/sqs-topology.js';
import type { ContractChannel, RawMessage } from './broker-harness.js';

const MAX_BODY_BYTES = 256 * 1024;
const SEND = 'AmazonSQS.SendMessageBatch';
/** Long enough to see a whole queue, ten messages at a time. */
const LOOK_SECONDS = 30;

export interface SqsChannelOptions {
  readonly endpoint: URL;
  /** The raw client, on connections of its own. */
  readonly raw: SQSClient;
  /** `work` or `work.fifo`. */
  readonly queue: string;
  readonly visibilitySeconds: number;
  readonly publishTimeoutMs: number;
}

/** A queue of its own behind a network of its own. */
export class SqsContractChannel implements ContractChannel {
  readonly channel: Channel;
  readonly destination: Destination;
  readonly maxBodyBytes = MAX_BODY_BYTES;
  private readonly declared: SqsTopology;
  private readonly prefix = `contract-${randomUUID().slice(0, 8)}-`;
  private readonly names = new ResourceNames(this.prefix);
  private url = '';
  private deadLetterUrl = '';

  private constructor(
    private readonly options: SqsChannelOptions,
    private readonly proxy: TcpProxy,
  ) {
    const { queue: name } = options;
    this.channel = { broker: 'sqs', name, kind: 'queue' };
    this.destination = { broker: 'sqs', name };
    this.declared = { queues: [{ name }] };
  }

  static async open(options: SqsChannelOptions): Promise<SqsContractChannel> {
    const { hostname: host, port } = options.endpoint;
    const proxy = await TcpProxy.open({ host, port: Number(port) });
    const channel = new SqsContractChannel(options, proxy);
    await channel.create();
    return channel;
  }

  get adapter() {
    return sqs(this.declared);
  }

  get topology(): string {
    return JSON.stringify(this.declared);
  }

  get environment(): Environment {
    return {
      SQS_ENDPOINT: `http://${this.proxy.host}:${this.proxy.port}`,
      RESOURCE_PREFIX: this.prefix,
      SQS_VISIBILITY_TIMEOUT_SECONDS: String(this.options.visibilitySeconds),
      SQS_WAIT_SECONDS: '1',
      SQS_PUBLISH_TIMEOUT_MS: String(this.options.publishTimeoutMs),
      SQS_MAX_BODY_BYTES: String(MAX_BODY_BYTES),
    };
  }

  async sendRaw({
    body,
    headers = new Map(),
    key = randomUUID(),
  }: Parameters<ContractChannel['sendRaw']>[0]): Promise<void> {
    await this.options.raw.send(
      new SendMessageCommand({
        QueueUrl: this.url,
        ...encodeMessage({ body, headers }),
        ...(this.fifo && { MessageGroupId: key, MessageDeduplicationId: randomUUID() }),
      }),
    );
  }

  deadLetters(): Promise<RawMessage[]> {
    return this.look(this.deadLetterUrl);
  }

  stored(): Promise<RawMessage[]> {
    return this.look(this.url);
  }

  async unsettled(): Promise<number> {
    const { Attributes = {} } = await this.options.raw.send(
      new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages: waiting } = Attributes;
    const { ApproximateNumberOfMessagesNotVisible: held } = Attributes;
    const { ApproximateNumberOfMessagesDelayed: delayed } = Attributes;
    return Number(waiting) + Number(held) + Number(delayed);
  }

  async refuseDeadLetters(): Promise<void> {
    await this.options.raw.send(new DeleteQueueCommand({ QueueUrl: this.deadLetterUrl }));
  }

  async allowDeadLetters(): Promise<void> {
    this.deadLetterUrl = await this.createQueue(this.names.deadLetters(this.channel.name));
  }

  async disconnect(): Promise<void> {
    this.proxy.disconnect();
  }

  async reconnect(): Promise<void> {
    this.proxy.reconnect();
  }

  cutNextPublishAnswer(): Promise<void> {
    return this.proxy.cutNextAnswer((bytes) => bytes.includes(SEND));
  }

  async close(): Promise<void> {
    await this.proxy.close();
    for (const QueueUrl of [this.url, this.deadLetterUrl]) {
      await this.options.raw.send(new DeleteQueueCommand({ QueueUrl }));
    }
  }

  private get fifo(): boolean {
    return isFifo(this.channel.name);
  }

  private async create(): Promise<void> {
    await this.allowDeadLetters();
    const { Attributes } = await this.options.raw.send(
      new GetQueueAttributesCommand({
        QueueUrl: this.deadLetterUrl,
        AttributeNames: ['QueueArn'],
      }),
    );
    this.url = await this.createQueue(this.names.of(this.channel.name), Attributes?.QueueArn);
  }

  private async createQueue(name: string, deadLetterArn?: string): Promise<string> {
    const { visibilitySeconds } = this.options;
    const queue = { fifo: this.fifo, ...(deadLetterArn !== undefined && { deadLetterArn }) };
    const Attributes = queueAttributes(queue, { visibilitySeconds, aws: false });
    const command = new CreateQueueCommand({ QueueName: name, Attributes });
    const { QueueUrl = '' } = await this.options.raw.send(command);
    return QueueUrl;
  }

  /** Everything in a queue, oldest first; its messages are visible again afterwards. */
  private async look(QueueUrl: string): Promise<RawMessage[]> {
    const seen: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.options.raw.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: LOOK_SECONDS,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) break;
      seen.push(...Messages);
    }
    for (const { ReceiptHandle } of seen) {
      await this.options.raw.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
      );
    }
    return seen.sort((a, b) => sentAt(a) - sentAt(b)).map(decodeMessage);
  }
}

function sentAt({ Attributes }: Message): number {
  return Number(Attributes?.SentTimestamp);
}
