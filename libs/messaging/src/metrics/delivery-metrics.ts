import type { DeliveryMeter } from './delivery-meter.js';
import type { Metric, Sample } from './metric.js';
import type { MetricRegistry } from './metric-registry.js';

const DELIVERIES: Metric = {
  name: 'messaging_deliveries_total',
  help: 'Deliveries by what became of them.',
  kind: 'counter',
};
const HANDLING: Metric = {
  name: 'messaging_process_duration_seconds',
  help: 'How long handlers took, with their transaction, whatever came of it.',
  kind: 'histogram',
};
const IN_FLIGHT: Metric = {
  name: 'messaging_deliveries_in_flight',
  help: 'Deliveries that are being handled.',
  kind: 'gauge',
};
const PARKED: Metric = {
  name: 'messaging_deliveries_parked',
  help: 'Deliveries that wait in the process for their next attempt.',
  kind: 'gauge',
};
const RETRIES: Metric = {
  name: 'messaging_retries_total',
  help: 'Retries by whether they cost an attempt; hand-backs cost none.',
  kind: 'counter',
};
const DEAD_LETTERS: Metric = {
  name: 'messaging_dead_letters_total',
  help: 'Deliveries that became dead letters, by the reason.',
  kind: 'counter',
};
const AGE: Metric = {
  name: 'messaging_delivery_age_seconds',
  help: 'Age of the latest event when its handler began: how far behind the consumer is.',
  kind: 'gauge',
};

/** Announces what is known of deliveries. */
export function announceDeliveries(
  registry: MetricRegistry,
  meters: { all(): Iterable<DeliveryMeter> },
): void {
  const announce = (metric: Metric, read: (meter: DeliveryMeter) => Sample[]) =>
    registry.add(metric, () => [...meters.all()].flatMap(read));
  const gauge = (metric: Metric, read: (meter: DeliveryMeter) => number | undefined) =>
    announce(metric, (meter) => {
      const value = read(meter);
      return value === undefined ? [] : [{ labels: meter.labels, value }];
    });

  announce(DELIVERIES, ({ labels, outcomes }) =>
    Object.entries(outcomes).map(([outcome, value]) => ({ labels: { ...labels, outcome }, value })),
  );
  announce(HANDLING, ({ labels, handling }) => [{ labels, value: handling }]);
  gauge(IN_FLIGHT, ({ inFlight }) => inFlight);
  gauge(PARKED, ({ parked }) => parked);
  announce(RETRIES, ({ labels, outcomes: { retry }, costlyRetries }) => [
    { labels: { ...labels, cost: 'attempt' }, value: costlyRetries },
    { labels: { ...labels, cost: 'none' }, value: retry - costlyRetries },
  ]);
  announce(DEAD_LETTERS, ({ labels, deadLetters }) =>
    [...deadLetters].map(([reason, value]) => ({ labels: { ...labels, reason }, value })),
  );
  gauge(AGE, (meter) => meter.lastAgeSeconds());
}
