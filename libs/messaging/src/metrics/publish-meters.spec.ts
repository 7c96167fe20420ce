import { describe, expect, it } from '@jest/globals';
import { PublishUnconfirmedError } from '../errors/publish.errors.js';
import { DurationHistogram } from './duration-histogram.js';
import { MetricRegistry } from './metric-registry.js';
import { PublishMeters } from './publish-meters.js';

const destination = { broker: 'kafka', name: 'facts' };
const labels = { messaging_system: 'kafka', messaging_destination_name: 'facts' };

describe('PublishMeters', () => {
  const registry = new MetricRegistry();
  const meters = new PublishMeters(registry);
  const samples = (name: string) =>
    [...registry.all()].find(({ metric }) => metric.name === name)?.samples;

  it('measures what succeeds and what fails, and names failures by few words', async () => {
    const foreign = new TypeError('something with an id: 4711');
    await meters.measure(destination, async () => undefined);
    for (const error of [new PublishUnconfirmedError('late'), foreign, foreign]) {
      const failed = meters.measure(destination, () => Promise.reject(error));
      await expect(failed).rejects.toBe(error);
    }

    const [duration] = samples('messaging_client_operation_duration_seconds')!;
    expect(duration!.labels).toEqual({ ...labels, messaging_operation_name: 'publish' });
    expect((duration!.value as DurationHistogram).counts.reduce((a, b) => a + b)).toBe(4);
    expect(samples('messaging_publish_failures_total')).toEqual([
      { labels: { ...labels, error_type: 'PUBLISH_UNCONFIRMED' }, value: 1 },
      { labels: { ...labels, error_type: '_OTHER' }, value: 2 },
    ]);
  });
});
