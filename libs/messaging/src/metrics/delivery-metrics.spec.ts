import { beforeEach, describe, expect, it } from '@jest/globals';
import { DeliveryStatistics } from '../pipeline/delivery-statistics.js';
import type { DeliveryMeter } from './delivery-meter.js';
import { MetricRegistry } from './metric-registry.js';

const channel = { broker: 'kafka', name: 'facts' };
const error = new Error('no');

describe('the metrics of deliveries', () => {
  let registry: MetricRegistry;
  let meter: DeliveryMeter;

  beforeEach(() => {
    registry = new MetricRegistry();
    meter = new DeliveryStatistics(registry).meter(channel);
  });

  /** Values of a metric by the one label that isn't the channel. */
  const values = (name: string, label = 'messaging_system') =>
    Object.fromEntries(
      [...registry.all()]
        .find(({ metric }) => metric.name === name)!
        .samples.map(({ labels, value }) => [labels[label], value]),
    );

  it('tell outcomes, what retries cost, and why something became a dead letter', () => {
    meter.ended({ kind: 'ack' });
    meter.ended({ kind: 'retry', delayMs: 1, error, costsAttempt: true });
    meter.ended({ kind: 'retry', delayMs: 1, error, costsAttempt: false });
    meter.ended({ kind: 'retry', delayMs: 1, error, costsAttempt: false });
    meter.ended({ kind: 'dead-letter', reason: 'INVALID_JSON', error });
    meter.ended('ignored');

    expect(values('messaging_deliveries_total', 'outcome')).toEqual({
      ack: 1,
      retry: 3,
      'dead-letter': 1,
      ignored: 1,
      trimmed: 0,
    });
    expect(values('messaging_retries_total', 'cost')).toEqual({ attempt: 1, none: 2 });
    expect(values('messaging_dead_letters_total', 'reason')).toEqual({ INVALID_JSON: 1 });
    expect(meter.settled).toBe(6);
  });

  it.each([
    ['a minute ago', () => new Date(Date.now() - 60_000).toISOString(), 60],
    ['in the future, by a clock of its own', () => '2999-01-01T00:00:00Z', 0],
  ])('tell how old the latest event was: one of %s', (_, time, seconds) => {
    meter.startedFirst(time());

    expect(values('messaging_delivery_age_seconds')['kafka']).toBeCloseTo(seconds, 0);
  });

  it.each([undefined, 'yesterday'])('tell no age of an event whose time is %s', (time) => {
    meter.startedFirst(time);

    expect(values('messaging_delivery_age_seconds')).toEqual({});
  });
});
