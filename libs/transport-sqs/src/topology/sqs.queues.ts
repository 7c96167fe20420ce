import { Inject, Injectable, Logger } from '@nestjs/common';
import { ConfigurationError, UnknownDestinationError, type Destination } from '@app/messaging';
import { isAws } from '../connection/client-config.js';
import { describe, isRefusal } from '../connection/sqs-error.js';
import { SqsClient } from '../connection/sqs.client.js';
import { SQS_OPTIONS, type SqsTransportOptions } from '../sqs.module-definition.js';
import { checkTopology } from './check-topology.js';
import { queueAttributes, type QueueAttributes } from './queue-attributes.js';
import { ResourceNames } from './resource-names.js';
import { deadLetterQueueOf, isFifo } from './sqs-topology.js';

/** The queues of the topology at SQS: created where absent, left alone where they are. */
@Injectable()
export class SqsQueues {
  private readonly logger = new Logger(SqsQueues.name);
  private readonly names: ResourceNames;
  private urls: Promise<ReadonlyMap<string, string>> | undefined;

  /** @throws ConfigurationError where the topology contradicts itself or SQS's rules */
  constructor(
    @Inject(SQS_OPTIONS) private readonly options: SqsTransportOptions,
    private readonly client: SqsClient,
  ) {
    this.names = new ResourceNames(options.settings.RESOURCE_PREFIX);
    checkTopology(options.topology, this.names);
  }

  has(name: string): boolean {
    return this.options.topology.queues.some((queue) => queue.name === name);
  }

  /** Whether there is such a queue, or such a dead-letter queue. */
  isReadable(name: string): boolean {
    return this.options.topology.queues.some(
      (queue) => queue.name === name || deadLetterQueueOf(queue.name) === name,
    );
  }

  /** @throws UnknownDestinationError */
  check(destination: Destination): void {
    if (!this.has(destination.name)) throw UnknownDestinationError.of(destination);
  }

  /**
   * Resolves when every queue exists; asks SQS once. After a failure the next call tries again.
   * @throws ConfigurationError where SQS refuses a queue as it is declared
   */
  async ensure(): Promise<void> {
    await this.all();
  }

  /** The address of a queue, or dead-letter queue, by its name without prefix. */
  async url(name: string): Promise<string> {
    const url = (await this.all()).get(name);
    if (url === undefined) throw new Error(`The SQS topology has no queue '${name}'.`);
    return url;
  }

  /** A small question, which asks for no right that whoever sends lacks. */
  async ask(): Promise<void> {
    const [queue] = this.options.topology.queues;
    if (queue) await this.client.findQueue(this.names.of(queue.name));
  }

  private all(): Promise<ReadonlyMap<string, string>> {
    this.urls ??= this.createAll().catch((error: unknown) => {
      this.urls = undefined;
      throw error;
    });
    return this.urls;
  }

  private async createAll(): Promise<ReadonlyMap<string, string>> {
    const urls = new Map<string, string>();
    for (const { name } of this.options.topology.queues) {
      const fifo = isFifo(name);
      const deadLetters = deadLetterQueueOf(name);
      const deadLetterUrl = await this.findOrCreate(deadLetters, async () => ({ fifo }));
      urls.set(deadLetters, deadLetterUrl);
      const describeQueue = async () => ({
        fifo,
        deadLetterArn: await this.client.queueArn(deadLetterUrl),
      });
      urls.set(name, await this.findOrCreate(name, describeQueue));
    }
    return urls;
  }

  private async findOrCreate(
    name: string,
    describeQueue: () => Promise<Parameters<typeof queueAttributes>[0]>,
  ): Promise<string> {
    const { SQS_ENDPOINT, SQS_VISIBILITY_TIMEOUT_SECONDS: visibilitySeconds } =
      this.options.settings;
    const physicalName = this.names.of(name);
    const found = await this.client.findQueue(physicalName);
    if (found !== undefined) return found;
    const aws = isAws(SQS_ENDPOINT);
    return await this.create(
      physicalName,
      queueAttributes(await describeQueue(), { visibilitySeconds, aws }),
    );
  }

  private async create(physicalName: string, attributes: QueueAttributes): Promise<string> {
    try {
      const url = await this.client.createQueue(physicalName, attributes);
      this.logger.log(`Created queue ${physicalName}`);
      return url;
    } catch (error) {
      // Another process may have created it meanwhile, by another configuration.
      const found = await this.client.findQueue(physicalName);
      if (found !== undefined) return found;
      if (!isRefusal(error)) throw error;
      throw new ConfigurationError(
        `SQS refuses queue ${physicalName} as it is declared: ${describe(error)}. Correct the ` +
          'topology, or the rights of the credentials.',
        { cause: error },
      );
    }
  }
}
