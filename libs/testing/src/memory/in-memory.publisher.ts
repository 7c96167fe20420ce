import { Injectable } from '@nestjs/common';
import {
  MessagePublisher,
  MessageTooLargeError,
  UnknownDestinationError,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';
import { InMemoryOptions } from './in-memory.options.js';

/** As much as a Kafka topic takes by default, less the headroom for a dead letter's metadata. */
export const IN_MEMORY_MAX_BODY_BYTES = 900_000;

/** Sends to the broker in memory, with the errors of the real ones. */
@Injectable()
export class InMemoryPublisher extends MessagePublisher {
  readonly brokers: readonly string[];

  constructor(private readonly options: InMemoryOptions) {
    super();
    this.brokers = options.brokerNames;
  }

  maxBodyBytes(destination: Destination): number {
    if (!this.options.broker.topology.find(destination.name)) {
      throw UnknownDestinationError.of(destination);
    }
    return IN_MEMORY_MAX_BODY_BYTES;
  }

  async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const limit = this.maxBodyBytes(destination);
    if (message.body.length > limit) {
      throw new MessageTooLargeError(destination, message.body.length, limit);
    }
    this.options.broker.publish(destination, message);
  }
}
