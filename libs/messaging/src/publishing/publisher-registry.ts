import type { PublishMeters } from '../metrics/publish-meters.js';
import { UnknownDestinationError } from '../errors/publish.errors.js';
import { tracePublish } from '../tracing/trace-publish.js';
import type { Tracing } from '../tracing/tracing.js';
import type { MessagePublisher } from './message-publisher.js';
import type { Destination, OutboundMessage } from './outbound-message.js';

/** The publishers of an app, found by broker. */
export class PublisherRegistry {
  private readonly byBroker = new Map<string, MessagePublisher>();

  constructor(
    publishers: Iterable<MessagePublisher>,
    private readonly meters: PublishMeters,
    private readonly tracing: Tracing,
  ) {
    for (const publisher of publishers) {
      for (const broker of publisher.brokers) this.byBroker.set(broker, publisher);
    }
  }

  maxBodyBytes(destination: Destination): number {
    return this.publisherOf(destination).maxBodyBytes(destination);
  }

  publish(destination: Destination, message: OutboundMessage): Promise<void> {
    if (!this.tracing.isOn) return this.send(destination, message);
    return tracePublish(this.tracing, destination, message, (traced) =>
      this.send(destination, traced),
    );
  }

  private send(destination: Destination, message: OutboundMessage): Promise<void> {
    return this.meters.measure(destination, () =>
      this.publisherOf(destination).publish(destination, message),
    );
  }

  private publisherOf(destination: Destination): MessagePublisher {
    const publisher = this.byBroker.get(destination.broker);
    if (!publisher) throw UnknownDestinationError.of(destination);
    return publisher;
  }
}
