import {
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  type Message,
  type QueueAttributeName,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SqsHealth } from '../sqs.health.js';
import { SQS_OPTIONS, type SqsTransportOptions } from '../sqs.module-definition.js';
import { clientConfig } from './client-config.js';
import { entryResults, type EntryResult } from './entry-result.js';
import { quietNodeWarning } from './quiet-node-warning.js';
import { describe, isRefusal, toError } from './sqs-error.js';

export interface ReceiveRequest {
  readonly maxMessages: number;
  readonly visibilitySeconds: number;
  readonly waitSeconds: number;
  /** FIFO: repeated with the same id, a receive whose answer was lost gives the same messages. */
  readonly attemptId?: string;
}

const REQUEST_TIMEOUT_MS = 10_000;
/** How much longer than it asked for a long poll may take. */
const POLL_PATIENCE_MS = 10_000;

/** The requests that we make of SQS. What it answers decides the health of the app. */
@Injectable()
export class SqsClient implements OnApplicationShutdown {
  private readonly client: SQSClient;

  constructor(
    @Inject(SQS_OPTIONS) { settings }: SqsTransportOptions,
    private readonly health: SqsHealth,
  ) {
    quietNodeWarning();
    this.client = new SQSClient(clientConfig(settings));
  }

  /** Handlers that drain still publish; when this hook runs, transports are closed. */
  onApplicationShutdown(): void {
    this.client.destroy();
  }

  /** @returns undefined where there is no such queue */
  async findQueue(name: string): Promise<string | undefined> {
    const command = new GetQueueUrlCommand({ QueueName: name });
    try {
      return (await this.request((options) => this.client.send(command, options))).QueueUrl;
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
    const { QueueUrl } = await this.request((options) => this.client.send(command, options));
    return present(QueueUrl, 'url of a created queue');
  }

  async queueArn(url: string): Promise<string> {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] });
    const { Attributes } = await this.request((options) => this.client.send(command, options));
    return present(Attributes?.QueueArn, 'ARN of a queue');
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
    const { Messages } = await this.request(
      (options) => this.client.send(command, options),
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
    const answer = await this.request((options) => this.client.send(command, options), timeoutMs);
    return entryResults(entries.length, answer);
  }

  /** @returns one result for each message, in their order; at most ten */
  async deleteBatch(url: string, receiptHandles: readonly string[]): Promise<EntryResult[]> {
    const entries = numbered(receiptHandles.map((it) => ({ ReceiptHandle: it })));
    const command = new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries });
    const answer = await this.request((options) => this.client.send(command, options));
    return entryResults(entries.length, answer);
  }

  /** @returns one result for each message, in their order; at most ten */
  async changeVisibilityBatch(
    url: string,
    receiptHandles: readonly string[],
    seconds: number,
    timeoutMs = REQUEST_TIMEOUT_MS,
  ): Promise<EntryResult[]> {
    const entries = numbered(
      receiptHandles.map((it) => ({ ReceiptHandle: it, VisibilityTimeout: seconds })),
    );
    const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: entries });
    const answer = await this.request((options) => this.client.send(command, options), timeoutMs);
    return entryResults(entries.length, answer);
  }

  private async request<T>(
    send: (options: { abortSignal: AbortSignal }) => Promise<T>,
    timeoutMs = REQUEST_TIMEOUT_MS,
    signal?: AbortSignal,
  ): Promise<T> {
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await send({ abortSignal: signal ? AbortSignal.any([signal, late]) : late });
      this.health.reached();
      return answer;
    } catch (error) {
      if (!signal?.aborted && !isRefusal(error)) {
        this.health.unreachable(late.aborted ? noAnswer(timeoutMs) : described(error));
      }
      throw error;
    }
  }
}

function numbered<Entry extends object>(entries: readonly Entry[]): (Entry & { Id: string })[] {
  return entries.map((entry, index) => ({ ...entry, Id: String(index) }));
}

function described(thrown: unknown): Error {
  const error = toError(thrown);
  return new Error(describe(error), { cause: error });
}

function noAnswer(timeoutMs: number): Error {
  return new Error(`SQS gave no answer within ${timeoutMs} ms.`);
}

function present(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`SQS did not tell the ${what}.`);
  return value;
}
