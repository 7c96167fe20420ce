import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type Message,
  type QueueAttributeName,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { Injectable } from '@nestjs/common';
import { entryResults, type EntryResult } from './entry-result.js';
import { SqsConnection } from './sqs-connection.js';

export interface ReceiveRequest {
  readonly maxMessages: number;
  readonly visibilitySeconds: number;
  readonly waitSeconds: number;
  /** FIFO: repeated with the same id, a receive whose answer was lost gives the same messages. */
  readonly attemptId?: string;
}

/** Messages of a queue by state. */
export interface MessageCounts {
  readonly visible: number;
  /** Received by somebody, and not visible to others for a while. */
  readonly inFlight: number;
  readonly delayed: number;
}

/** How much longer than it asked for a long poll may take. */
const POLL_PATIENCE_MS = 10_000;

/** The requests that we make of SQS. */
@Injectable()
export class SqsClient {
  constructor(private readonly connection: SqsConnection) {}

  /** @returns undefined where there is no such queue */
  async findQueue(name: string): Promise<string | undefined> {
    const command = new GetQueueUrlCommand({ QueueName: name });
    try {
      return (await this.connection.request((client, options) => client.send(command, options)))
        .QueueUrl;
    } catch (error) {
      if (error instanceof QueueDoesNotExist) return undefined;
      throw error;
    }
  }

  /** @returns its url */
  async createQueue(
    name: string,
    attributes: Partial<Record<QueueAttributeName, string>>,
  ): Promise<string> {
    const command = new CreateQueueCommand({ QueueName: name, Attributes: attributes });
    const { QueueUrl } = await this.connection.request((client, options) =>
      client.send(command, options),
    );
    return present(QueueUrl, 'url of a created queue');
  }

  async queueArn(url: string): Promise<string> {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
    const { Attributes } = await this.connection.request((client, options) =>
      client.send(command, options),
    );
    return present(Attributes?.QueueArn, 'ARN of a queue');
  }

  /** Approximate, as everything that SQS counts. */
  async countMessages(url: string): Promise<MessageCounts> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    });
    const { Attributes } = await this.connection.request((client, options) =>
      client.send(command, options),
    );
    return {
      visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
    };
  }

  async receive(url: string, request: ReceiveRequest, signal: AbortSignal): Promise<Message[]> {
    const { attemptId, maxMessages, visibilitySeconds, waitSeconds } = request;
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: maxMessages,
      VisibilityTimeout: visibilitySeconds,
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
      ...(attemptId !== undefined && { ReceiveRequestAttemptId: attemptId }),
    });
    const timeoutMs = waitSeconds * 1_000 + POLL_PATIENCE_MS;
    const { Messages } = await this.connection.request(
      (client, options) => client.send(command, options),
      timeoutMs,
      signal,
    );
    return Messages ?? [];
  }

  /** @returns one result for each entry, in their order; at most ten entries */
  async sendBatch(
    url: string,
    entries: readonly Omit<SendMessageBatchRequestEntry, 'Id'>[],
    timeoutMs: number,
  ): Promise<EntryResult[]> {
    const command = new SendMessageBatchCommand({ QueueUrl: url, Entries: numbered(entries) });
    const answer = await this.connection.request(
      (client, options) => client.send(command, options),
      timeoutMs,
    );
    return entryResults(entries.length, answer);
  }

  /** @returns one result for each message, in their order; at most ten */
  async deleteBatch(url: string, receiptHandles: readonly string[]): Promise<EntryResult[]> {
    const entries = numbered(receiptHandles.map((it) => ({ ReceiptHandle: it })));
    const command = new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries });
    const answer = await this.connection.request((client, options) =>
      client.send(command, options),
    );
    return entryResults(entries.length, answer);
  }

  /** @returns one result for each message, in their order; at most ten */
  async changeVisibilityBatch(
    url: string,
    receiptHandles: readonly string[],
    seconds: number,
    timeoutMs?: number,
  ): Promise<EntryResult[]> {
    const entries = numbered(
      receiptHandles.map((it) => ({ ReceiptHandle: it, VisibilityTimeout: seconds })),
    );
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: entries });
    const answer = await this.connection.request(
      (client, options) => client.send(command, options),
      timeoutMs,
    );
    return entryResults(entries.length, answer);
  }
}

function numbered<Entry extends object>(entries: readonly Entry[]): (Entry & { Id: string })[] {
  return entries.map((entry, index) => ({ ...entry, Id: String(index) }));
}

function present(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`SQS did not tell the ${what}.`);
  return value;
}
