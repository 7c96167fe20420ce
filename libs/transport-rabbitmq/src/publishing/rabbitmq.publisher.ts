import { Inject, Injectable } from '@nestjs/common';
import {
  MessagePublisher,
  MessageTooLargeError,
  UnpublishableMessageError,
  type Destination,
  type OutboundMessage,
} from '@app/messaging';
import { isReservedHeader } from '../codec/amqp-headers.js';
import { RABBITMQ } from '../broker.js';
import { RABBITMQ_OPTIONS, type RabbitMqTransportOptions } from '../rabbitmq.module-definition.js';
import { PhysicalTopology } from '../topology/physical-topology.js';
import { envelope } from './envelope.js';
import { RabbitMqSender } from './rabbitmq.sender.js';

/**
 * Publishes to an exchange of the topology, with the event type as routing key, or straight to one
 * of its queues. While there is no connection, or the broker has an alarm on, a publish waits
 * within its timeout. `PublishRejectedError` means that a queue refused the message; where an
 * exchange has several, others may have it.
 */
@Injectable()
export class RabbitMqPublisher extends MessagePublisher {
  readonly brokers = [RABBITMQ];
  private readonly limitBytes: number;

  constructor(
    @Inject(RABBITMQ_OPTIONS) { settings }: RabbitMqTransportOptions,
    private readonly topology: PhysicalTopology,
    private readonly sender: RabbitMqSender,
  ) {
    super();
    this.limitBytes = settings.RABBITMQ_MAX_BODY_BYTES;
  }

  maxBodyBytes(destination: Destination): number {
    this.topology.route(destination, '');
    return this.limitBytes;
  }

  async publish(destination: Destination, message: OutboundMessage): Promise<void> {
    const route = this.topology.route(destination, message.type);
    if (message.body.length > this.limitBytes) {
      throw new MessageTooLargeError(destination, message.body.length, this.limitBytes);
    }
    for (const name of message.headers.keys()) {
      if (!isReservedHeader(name)) continue;
      throw new UnpublishableMessageError(
        `Header '${name}' is RabbitMQ's own. Nothing was sent; give it another name.`,
      );
    }
    await this.sender.send(envelope(route, message, { type: message.type }));
  }
}
