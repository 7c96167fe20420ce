import { Inject, Injectable } from '@nestjs/common';
import {
  MessagePublisher,
  MessageTooLargeError,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';
import { BULLMQ } from '../broker.js';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from '../bullmq.module-definition.js';
import { toJobData } from '../codec/job-data.js';
import { jobIdOf } from '../codec/job-id.js';
import { Queues } from '../topology/queues.js';
import { JobSender } from './job-sender.js';

/**
 * Publishes to a queue of the topology, which also says the priority and delay of a type's jobs.
 * The message id is the job id: sent again while the job waits or runs, it is the same job. While
 * Redis is away, a publish waits within its timeout.
 */
@Injectable()
export class BullMqPublisher extends MessagePublisher {
  readonly brokers = [BULLMQ];
  private readonly limitBytes: number;

  constructor(
    @Inject(BULLMQ_OPTIONS) { settings }: BullMqTransportOptions,
    private readonly queues: Queues,
    private readonly sender: JobSender,
  ) {
    super();
    this.limitBytes = settings.BULLMQ_MAX_BODY_BYTES;
  }

  maxBodyBytes(destination: Destination): number {
    this.queues.of(destination);
    return this.limitBytes;
  }

  async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const queue = this.queues.of(destination);
    if (message.body.length > this.limitBytes) {
      throw new MessageTooLargeError(destination, message.body.length, this.limitBytes);
    }
    await this.sender.add(queue, {
      id: jobIdOf(message.id),
      name: message.type,
      data: toJobData(message),
      ...this.queues.jobOptions(destination.name, message.type),
    });
  }
}
