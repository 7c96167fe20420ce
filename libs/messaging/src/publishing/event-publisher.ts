import { Injectable } from '@nestjs/common';
import type { CloudEvent, EventData, EventDefinition } from '@app/events';
import { EventComposer } from './event-composer.js';
import { PublisherRegistry } from './publisher-registry.js';

/**
 * Publishes an event straight to the brokers, outside any transaction. What must not be lost
 * when the process dies goes through the outbox instead.
 */
@Injectable()
export class EventPublisher {
  constructor(
    private readonly composer: EventComposer,
    private readonly publishers: PublisherRegistry,
  ) {}

  /**
   * Resolves when every destination has confirmed.
   * @throws EventValidationError and MessageTooLargeError before anything is sent; otherwise what
   * `MessagePublisher.publish` throws
   */
  async publish<D extends EventDefinition>(definition: D, data: EventData<D>): Promise<CloudEvent> {
    const { event, message, destinations } = this.composer.compose(definition, data);
    await Promise.all(destinations.map((to) => this.publishers.publish(to, message)));
    return event;
  }
}
