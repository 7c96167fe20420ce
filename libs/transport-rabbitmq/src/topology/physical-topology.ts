import type { Channel } from 'amqplib';
import { UnknownDestinationError, type Destination } from '@app/messaging';
import { checkTopology } from './check-topology.js';
import { declareTopology } from './declare-topology.js';
import { maxLengthOf } from './queue-arguments.js';
import type { RabbitMqTopology } from './rabbitmq-topology.js';
import { ResourceNames } from './resource-names.js';

/** Where a message goes at the broker. */
export interface Route {
  readonly exchange: string;
  readonly routingKey: string;
  /** That it reaches no queue is an error. Topic and fanout may have no subscriber. */
  readonly mandatory: boolean;
}

/** The topology with the names that it has at the broker. */
export class PhysicalTopology {
  readonly names: ResourceNames;

  /** @throws ConfigurationError where the topology contradicts itself */
  constructor(
    private readonly topology: RabbitMqTopology,
    prefix: string,
  ) {
    checkTopology(topology);
    this.names = new ResourceNames(prefix);
  }

  hasQueue(name: string): boolean {
    return this.topology.queues.some((queue) => queue.name === name);
  }

  /** Whether there is such a queue, or such a dead-letter queue. */
  isReadable(name: string): boolean {
    return this.topology.queues.some(
      (queue) => queue.name === name || this.names.deadLetters(queue.name) === this.names.of(name),
    );
  }

  /** Messages that a queue takes at most; undefined for a dead-letter queue. */
  maxLength(name: string): number | undefined {
    const queue = this.topology.queues.find((it) => it.name === name);
    return queue && maxLengthOf(queue);
  }

  /**
   * @param type the event type: the routing key where the destination is an exchange
   * @throws UnknownDestinationError
   */
  route(destination: Destination, type: string): Route {
    const exchange = this.topology.exchanges.find((it) => it.name === destination.name);
    if (exchange) {
      const mandatory = exchange.type === 'direct';
      return { exchange: this.names.of(exchange.name), routingKey: type, mandatory };
    }
    if (!this.hasQueue(destination.name)) throw UnknownDestinationError.of(destination);
    return { exchange: '', routingKey: this.names.of(destination.name), mandatory: true };
  }

  /** @throws ConfigurationError where something exists with other arguments */
  declare(channel: Channel): Promise<void> {
    return declareTopology(channel, this.topology, this.names);
  }
}
