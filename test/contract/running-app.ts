import type { INestApplication } from '@nestjs/common';
import {
  DeliveryStatistics,
  EventPublisher,
  FollowerRegistry,
  HealthRegistry,
  PublisherRegistry,
} from '@app/messaging';
import type { Channel, Destination, Health, OutboundMessage, StreamListener } from '@app/messaging';
import { until } from '@app/testing';
import { ContractHappened } from '../fixtures/contract/contract-events.js';
import type { HandlerProbe } from '../fixtures/contract/handler-probe.js';

/** An app of the contract while it runs. */
export class RunningApp {
  private closing: Promise<void> | undefined;

  constructor(
    readonly name: string,
    private readonly nest: INestApplication,
    readonly probe: HandlerProbe,
  ) {}

  get statistics(): DeliveryStatistics {
    return this.nest.get(DeliveryStatistics, { strict: false });
  }

  /** How its consumers are doing, as readiness tells. */
  get health(): Health {
    return this.healthOf('consumers');
  }

  /** How a part of it is doing: a broker by its name, for instance. */
  healthOf(part: string): Health {
    return this.nest.get(HealthRegistry, { strict: false }).report()[part]!;
  }

  /** Publishes as an app does: composed, validated, routed. */
  async publish(label: string, data: Partial<ContractHappened> = {}): Promise<void> {
    const publisher = this.nest.get(EventPublisher, { strict: false });
    await publisher.publish(ContractHappened, { label, key: label, amount: 1, ...data });
  }

  /** Publishes as the outbox does: bytes that were composed before. */
  async publishMessage(destination: Destination, message: OutboundMessage): Promise<void> {
    await this.nest.get(PublisherRegistry, { strict: false }).publish(destination, message);
  }

  /** @returns a function that ends it */
  follow(channel: Channel, listener: StreamListener): () => void {
    return this.nest.get(FollowerRegistry, { strict: false }).follow(channel, listener);
  }

  /** Resolves when the handler has succeeded with the message of that label. */
  async hasHandled(label: string, timeoutMs = 15_000): Promise<void> {
    await until(() => this.probe.succeeded(label), { timeoutMs, what: `${label} to be handled` });
  }

  /** Resolves when the handler has been called with that message. */
  async hasStarted(label: string, times = 1, timeoutMs = 15_000): Promise<void> {
    await until(() => this.probe.callsOf(label).length >= times, {
      timeoutMs,
      what: `${label} to reach the handler ${times} times`,
    });
  }

  /** Drains and closes, once however often it is called. */
  close(): Promise<void> {
    this.closing ??= this.nest.close();
    return this.closing;
  }
}
