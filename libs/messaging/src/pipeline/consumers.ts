import { Injectable } from '@nestjs/common';
import { EventCatalogue } from '@app/events';
import { CircuitBreakers } from '../breaker/circuit-breakers.js';
import type { Subscription } from '../delivery/subscription.js';
import type { Consumer } from './consumer.js';
import { createConsumer } from './create-consumer.js';
import type { HandlerTable } from './handler-table.js';

/** Makes the consumers of an app, for its transports. */
@Injectable()
export class Consumers {
  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly breakers: CircuitBreakers,
  ) {}

  /**
   * Resolves, once at boot, everything that handling a channel needs.
   * @param maxBodyBytes what the channel's broker carries; larger bodies are dead letters
   * @throws ConfigurationError when a handled type is not in the catalogue
   */
  create(handlers: HandlerTable, subscription: Subscription, maxBodyBytes: number): Consumer {
    const consumer = createConsumer(handlers, subscription, this.catalogue, maxBodyBytes);
    return { ...consumer, breaker: this.breakers.create(subscription.channel) };
  }
}
