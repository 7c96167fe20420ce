import type { INestApplicationContext } from '@nestjs/common';
import { encodeEvent, EventCatalogue, type CloudEvent } from '@app/events';
import {
  consumerName,
  createConsumer,
  DeliveryPipeline,
  type Channel,
  type Consumer,
  type Delivery,
  type Settlement,
} from '@app/messaging';
import { InMemoryOptions } from '../memory/in-memory.options.js';
import { IN_MEMORY_MAX_BODY_BYTES } from '../memory/in-memory.publisher.js';
import { InMemoryTransport } from '../memory/in-memory.transport.js';

const LONGEST_RETRY_MS = 25;
const MOST_TRIES = 200;

/** One event and the handler that an app has for it, behind everything that a delivery passes. */
export class HandlerUnderTest {
  private constructor(
    private readonly pipeline: DeliveryPipeline,
    private readonly consumer: Consumer,
    private readonly source: Delivery['source'],
    private readonly event: CloudEvent,
  ) {}

  /**
   * @param channel where several channels of the app could bring it
   * @throws Error when no channel that the app reads leads to a handler for it
   */
  static of(
    app: INestApplicationContext,
    event: CloudEvent,
    channel: string | undefined,
  ): HandlerUnderTest {
    const { use } = app.get(InMemoryOptions, { strict: false });
    const { handlers } = app.get(InMemoryTransport, { strict: false });
    const catalogue = app.get(EventCatalogue, { strict: false });
    for (const subscription of use.consumes) {
      if (channel !== undefined && subscription.channel.name !== channel) continue;
      const consumer = createConsumer(handlers, subscription, catalogue, IN_MEMORY_MAX_BODY_BYTES);
      if (!consumer.handlers.routes.has(event.type)) continue;
      const pipeline = app.get(DeliveryPipeline, { strict: false });
      return new HandlerUnderTest(
        pipeline,
        consumer,
        sourceOf(use.app, subscription.channel),
        event,
      );
    }
    throw new Error(
      `${use.app} has no handler for ${event.type}${channel === undefined ? '' : ` of ${channel}`}.`,
    );
  }

  /** Hands it over once. What becomes of the settlement is the caller's choice, as a broker's. */
  deliver(attempt = 1): Promise<Settlement> {
    const delivery: Delivery = {
      ...encodeEvent(this.event),
      source: this.source,
      key: this.event.partitionkey,
      attempt,
      mayHaveStarted: false,
      signal: new AbortController().signal,
    };
    return this.pipeline.process(delivery, this.consumer);
  }

  /**
   * Hands it over until it is acknowledged, as a broker does, but without its patience.
   * @throws Error for a dead letter
   */
  async deliverUntilHandled(): Promise<void> {
    let attempt = 1;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const settlement = await this.deliver(attempt);
      if (settlement.kind === 'ack') return;
      const cause = settlement.error;
      if (settlement.kind === 'dead-letter') {
        throw new Error(
          `${this.event.type} became a dead letter (${settlement.reason}): ${cause.message}`,
          { cause },
        );
      }
      if (settlement.costsAttempt) attempt += 1;
      const delayMs = Math.min(settlement.delayMs, LONGEST_RETRY_MS);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
    throw new Error(`${this.event.type} was handed back ${MOST_TRIES} times.`);
  }
}

function sourceOf(app: string, channel: Channel): Delivery['source'] {
  const { broker, name, kind } = channel;
  const consumer = consumerName(app, channel);
  return { broker, name, kind, consumer, coordinates: { offset: 0 } };
}
