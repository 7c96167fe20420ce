import { MessagingError } from '@app/events';
import type { Destination } from '../publishing/outbound-message.js';
import { Counter } from './counter.js';
import { DurationHistogram } from './duration-histogram.js';
import { channelLabels, type Labels, type Metric } from './metric.js';
import type { MetricRegistry } from './metric-registry.js';

const DURATION: Metric = {
  name: 'messaging_client_operation_duration_seconds',
  help: 'How long publishing took, from the call to the confirmation or the failure.',
  kind: 'histogram',
};
const FAILURES: Metric = {
  name: 'messaging_publish_failures_total',
  help: 'Publishes that were not confirmed, by the code of the error.',
  kind: 'counter',
};

interface Meter {
  readonly labels: Labels;
  readonly duration: DurationHistogram;
}

/** How publishing goes, by destination. */
export class PublishMeters {
  private readonly meters = new Map<string, Meter>();
  private readonly failures = new Counter();

  constructor(registry: MetricRegistry) {
    registry.add(DURATION, () =>
      [...this.meters.values()].map(({ labels, duration }) => ({
        labels: { ...labels, messaging_operation_name: 'publish' },
        value: duration,
      })),
    );
    registry.add(FAILURES, () => this.failures.all());
  }

  /** Publishes by `work`, and measures it. */
  async measure(destination: Destination, work: () => Promise<void>): Promise<void> {
    const startedAtMs = performance.now();
    try {
      await work();
    } catch (error) {
      const labels = { ...this.of(destination).labels, error_type: typeOf(error) };
      this.failures.of(labels).value += 1;
      throw error;
    } finally {
      this.of(destination).duration.observe(performance.now() - startedAtMs);
    }
  }

  private of(destination: Destination): Meter {
    const key = `${destination.broker}/${destination.name}`;
    let meter = this.meters.get(key);
    if (!meter) {
      meter = { labels: channelLabels(destination), duration: new DurationHistogram() };
      this.meters.set(key, meter);
    }
    return meter;
  }
}

/** `_OTHER` as OpenTelemetry has it: what a client library throws has no end of names. */
function typeOf(error: unknown): string {
  return error instanceof MessagingError ? error.code : '_OTHER';
}
