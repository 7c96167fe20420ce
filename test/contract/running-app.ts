import type { INestApplication } from '@nestjs/common';
import {
  DeliveryStatistics,
  EventPublisher,
  FollowerRegistry,
  HealthRegistry,
  PublisherRegistry,
} from '@app/messaging';
import type { Channel, Destination, Health, OutboundMessage, StreamListener } from '@app/messaging';
import { HealthServer } from '@app/observability';
import { until } from '@app/testing';
import { ContractHappened } from '../fixtures/contract/contract-events.js';
import type { HandlerProbe } from '../fixtures/contract/handler-probe.js';

/** What `GET /health/ready` answers. */
export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'not_ready';
  readonly checks: Readonly<Record<string, Health>>;
}

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

  /** What its health port says of readiness; for an app that was started `observed`. */
  async readiness(): Promise<Readiness> {
    const response = await this.askHealthPort('/health/ready');
    return (await response.json()) as Readiness;
  }

  /**
   * The lines of a scrape that begin with `name`, each a series and its value.
   * For an app that was started `observed`.
   */
  async series(name: string): Promise<ReadonlyMap<string, number>> {
    const text = await (await this.askHealthPort('/metrics')).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
    return new Map(
      lines.map((line) => {
        const end = line.lastIndexOf(' ');
        return [line.slice(0, end), Number(line.slice(end + 1))] as const;
      }),
    );
  }

  private askHealthPort(path: string): Promise<Response> {
    const { port } = this.nest.get(HealthServer, { strict: false });
    return fetch(`http://127.0.0.1:${port}${path}`);
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
