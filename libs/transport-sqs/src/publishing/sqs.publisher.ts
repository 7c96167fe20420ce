import { Inject, Injectable } from '@nestjs/common';
import {
  Clock,
  MessagePublisher,
  MessageTooLargeError,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';
import { SQS } from '../broker.js';
import { SqsClient } from '../connection/sqs.client.js';
import { fifoId } from '../codec/fifo-id.js';
import { encodeMessage, MAX_MESSAGE_BYTES, sizeOf } from '../codec/message-codec.js';
import { SQS_OPTIONS, type SqsTransportOptions } from '../sqs.module-definition.js';
import { deadLetterQueueOf, isFifo } from '../topology/sqs-topology.js';
import { SqsQueues } from '../topology/sqs.queues.js';
import { QueueSender } from './queue-sender.js';

/**
 * Publishes to a queue of the topology. FIFO: the group is the message's key, and SQS drops a
 * message whose id it has seen within five minutes.
 */
@Injectable()
export class SqsPublisher extends MessagePublisher {
  readonly brokers = [SQS];
  private readonly senders = new Map<string, QueueSender>();

  constructor(
    @Inject(SQS_OPTIONS) private readonly options: SqsTransportOptions,
    private readonly queues: SqsQueues,
    private readonly client: SqsClient,
    private readonly clock: Clock,
  ) {
    super();
  }

  maxBodyBytes(destination: Destination): number {
    this.queues.check(destination);
    return this.options.settings.SQS_MAX_BODY_BYTES;
  }

  async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const limit = this.maxBodyBytes(destination);
    if (message.body.length > limit) {
      throw new MessageTooLargeError(destination, message.body.length, limit);
    }
    await this.send(destination.name, message);
  }

  /** @param id what SQS deduplicates by */
  async publishDeadLetter(queue: string, deadLetter: OutboundMessage, id: string): Promise<void> {
    await this.send(deadLetterQueueOf(queue), { ...deadLetter, id });
  }

  private async send(queue: string, message: OutboundMessage): Promise<void> {
    const encoded = encodeMessage(message);
    const sizeBytes = sizeOf(encoded);
    if (sizeBytes > MAX_MESSAGE_BYTES) {
      throw new MessageTooLargeError({ broker: SQS, name: queue }, sizeBytes, MAX_MESSAGE_BYTES);
    }
    await this.senderOf(queue).send({
      ...encoded,
      ...(isFifo(queue) && {
        MessageGroupId: fifoId(message.key),
        MessageDeduplicationId: fifoId(message.id),
      }),
    });
  }

  private senderOf(queue: string): QueueSender {
    const known = this.senders.get(queue);
    if (known) return known;
    const sender = new QueueSender({
      queue,
      url: () => this.queues.url(queue),
      client: this.client,
      clock: this.clock,
      timeoutMs: this.options.settings.SQS_PUBLISH_TIMEOUT_MS,
    });
    this.senders.set(queue, sender);
    return sender;
  }
}
