import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { EventCatalogue } from '@app/events';
import { CircuitBreakers } from '../breaker/circuit-breakers.js';
import type { Subscription } from '../delivery/subscription.js';
import type { Consumer } from './consumer.js';
import { createConsumer } from './create-consumer.js';
import { DeliveryStatistics } from './delivery-statistics.js';
import type { HandlerTable } from './handler-table.js';
import { ReplayOutcomes } from './replay-outcomes.js';

/** Makes the consumers of an app, for its transports. */
@Injectable()
export class Consumers {
  constructor(
    private readonly catalogue: EventCatalogue,
    private readonly breakers: CircuitBreakers,
    private readonly replays: ReplayOutcomes,
    private readonly statistics: DeliveryStatistics,
    private readonly modules: ModuleRef,
  ) {}

  /**
   * Resolves, once at boot, everything that handling a channel needs.
   * @param maxBodyBytes what the channel's broker carries; larger bodies are dead letters
   * @throws ConfigurationError when a handled type is not in the catalogue
   */
  create(handlers: HandlerTable, subscription: Subscription, maxBodyBytes: number): Consumer {
    const { channel, raw } = subscription;
    const consumer = {
      ...createConsumer(handlers, subscription, this.catalogue, maxBodyBytes),
      meter: this.statistics.meter(channel),
    };
    // Whoever takes messages as they are waits until they are safe; it has no failures to count.
    if (raw) return { ...consumer, raw: this.modules.get(raw, { strict: false }) };
    return { ...consumer, breaker: this.breakers.create(channel), replays: this.replays };
  }
}
