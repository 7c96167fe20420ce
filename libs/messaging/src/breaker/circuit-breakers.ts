import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENVIRONMENT } from '../app/app.tokens.js';
import { Clock } from '../app/clock.js';
import { HealthRegistry, type Health, type HealthIndicator } from '../app/health.js';
import type { Environment } from '../app/settings.js';
import type { Channel } from '../delivery/subscription.js';
import { channelLabels, type Labels, type Metric } from '../metrics/metric.js';
import { MetricRegistry } from '../metrics/metric-registry.js';
import type { BreakerPolicy } from './breaker-policy.js';
import { readBreakerPolicy } from './breaker.settings.js';
import { CircuitBreaker, type Opening } from './circuit-breaker.js';

const OPEN: Metric = {
  name: 'messaging_breaker_open',
  help: '1 while the breaker of the consumer keeps its messages waiting.',
  kind: 'gauge',
};

interface Breaker {
  readonly breaker: CircuitBreaker;
  readonly labels: Labels;
}

/** The breakers of an app: one for each consumer. While one is open, the app isn't ready. */
@Injectable()
export class CircuitBreakers implements HealthIndicator {
  readonly name = 'consumers';
  private readonly logger = new Logger(CircuitBreaker.name);
  private readonly policy: BreakerPolicy | undefined;
  private readonly breakers = new Map<string, Breaker>();

  constructor(
    @Inject(ENVIRONMENT) environment: Environment,
    private readonly clock: Clock,
    health: HealthRegistry,
    metrics: MetricRegistry,
  ) {
    this.policy = readBreakerPolicy(environment);
    health.add(this);
    metrics.add(OPEN, () =>
      [...this.breakers.values()].map(({ breaker, labels }) => ({
        labels,
        value: breaker.isOpen ? 1 : 0,
      })),
    );
  }

  /** @returns undefined where breakers are off */
  create(channel: Channel): CircuitBreaker | undefined {
    if (!this.policy) return undefined;
    const { broker, name } = channel;
    const consumer = `${broker} ${name}`;
    const breaker = new CircuitBreaker(this.policy, this.clock, {
      opened: (opening) => {
        const { failed, total, inARow, error } = opening;
        const msg = `Breaker of ${consumer} opened: ${reasonOf(opening)}`;
        this.logger.warn({ msg, consumer, failed, total, inARow, error });
      },
      closed: (openMs) => {
        this.logger.log({ msg: `Breaker of ${consumer} closed`, consumer, openMs });
      },
    });
    this.breakers.set(consumer, { breaker, labels: channelLabels(channel) });
    return breaker;
  }

  health(): Health {
    const details = [...this.breakers].flatMap(([consumer, { breaker }]) =>
      breaker.opening ? [describe(consumer, breaker.opening)] : [],
    );
    return details.length === 0 ? { status: 'up' } : { status: 'down', detail: details.join(' ') };
  }
}

function describe(consumer: string, opening: Opening): string {
  const { since, error } = opening;
  const cause = error ? ` The last error: ${error.message}` : '';
  return `${consumer} waits since ${since.toISOString()}, as ${reasonOf(opening)}.${cause}`;
}

function reasonOf({ failed, total, inARow }: Opening): string {
  return `${failed} of ${total} first attempts failed, the last ${inARow} in a row`;
}
