import { Inject, Injectable } from '@nestjs/common';
import { createEvent, encodeEvent, type CloudEvent } from '@app/events';
import type { EventData, EventDefinition } from '@app/events';
import { APP_NAME } from '../app/app.tokens.js';
import { Clock } from '../app/clock.js';
import { deliveryScope } from '../delivery/delivery-scope.js';
import { MessageTooLargeError } from '../errors/publish.errors.js';
import { Tracing } from '../tracing/tracing.js';
import { EventRoutes } from './event-routes.js';
import type { Destination, OutboundMessage } from './outbound-message.js';
import { PublisherRegistry } from './publisher-registry.js';

/** An event that is valid, encoded, and known to fit where it goes. */
export interface ComposedEvent {
  readonly event: CloudEvent;
  readonly message: OutboundMessage;
  readonly destinations: readonly Destination[];
}

/**
 * Makes what is published, for a direct publish and for the outbox alike. Correlation and causation
 * come from the delivery that the running code belongs to, the trace from its span, or where none is
 * recorded from the delivery or the request.
 */
@Injectable()
export class EventComposer {
  constructor(
    @Inject(APP_NAME) private readonly app: string,
    private readonly clock: Clock,
    private readonly routes: EventRoutes,
    private readonly publishers: PublisherRegistry,
    private readonly tracing: Tracing,
  ) {}

  /**
   * @param causedBy the event that caused this one, where that isn't the delivered one
   * @throws EventValidationError, MessageTooLargeError, UnknownDestinationError
   */
  compose<D extends EventDefinition>(
    definition: D,
    data: EventData<D>,
    causedBy?: CloudEvent,
  ): ComposedEvent {
    const current = deliveryScope.current();
    const cause = causedBy ?? current?.event;
    const event = createEvent(definition, data, {
      source: `/${this.app}`,
      time: this.clock.now(),
      correlationId: cause?.correlationid ?? cause?.id,
      causationId: cause?.id,
      via: current?.delivery.source.broker,
      attempt: current?.delivery.attempt,
    });
    const { body, headers } = encodeEvent(event);
    const destinations = this.routes.of(definition.type);
    for (const destination of destinations) {
      const limit = this.publishers.maxBodyBytes(destination);
      if (body.length > limit) throw new MessageTooLargeError(destination, body.length, limit);
    }
    const message = {
      id: event.id,
      type: event.type,
      key: event.partitionkey ?? event.id,
      body,
      headers: new Map([...headers, ...this.tracing.headers()]),
    };
    return { event, message, destinations };
  }
}
