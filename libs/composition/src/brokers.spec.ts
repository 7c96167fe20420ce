import { describe, expect, it } from '@jest/globals';
import { brokersOf, ConfigurationError } from '@app/messaging';
import { eventRoutes } from '@app/topology';
import { orderApps } from '../../../tools/one-process/start-order-system.js';
import { loadBrokers } from './brokers.js';

describe('loadBrokers', () => {
  it.each(orderApps)('has every broker of $name', async (app) => {
    const names = brokersOf(app, eventRoutes);

    const adapters = await loadBrokers(names);

    expect(new Set(adapters.flatMap((it) => it.brokers))).toEqual(names);
  });

  it('refuses one that the system lacks, by name', async () => {
    await expect(loadBrokers(['kafka', 'nats'])).rejects.toThrow(ConfigurationError);
    await expect(loadBrokers(['kafka', 'nats'])).rejects.toThrow("'nats'");
  });
});
