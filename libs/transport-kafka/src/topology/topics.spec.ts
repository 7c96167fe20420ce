import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readSettings, UnknownDestinationError } from '@app/messaging';
import type { Subscription } from '@app/messaging';
import { kafkaSettings } from '../kafka.settings.js';
import { Topics } from './topics.js';
import type { KafkaTransportOptions } from '../kafka.module-definition.js';

const settings = readSettings(kafkaSettings, {});
const reads = (name: string): Subscription => ({
  channel: { broker: 'kafka', name, kind: 'stream' },
});

function topics(options: Partial<KafkaTransportOptions>): Topics {
  const topology = { topics: [{ name: 'orders', partitions: 3, maxMessageBytes: 100_000 }] };
  return new Topics({ consumes: [], settings, topology, ...options });
}

describe('Topics', () => {
  it('gives each topic that is read a DLQ in which any of its messages fits', () => {
    const known = topics({ consumes: [reads('orders')] });

    expect(known.all().map((it) => it.name)).toEqual(['orders.dlq', 'orders']);
    expect(known.maxMessageBytes('orders.dlq')).toBeGreaterThan(2 * 100_000);
  });

  it('keeps 64 KiB of a message for the metadata of a dead letter', () => {
    expect(topics({}).maxBodyBytes('orders')).toBe(100_000 - 64 * 1024);
  });

  it('refuses to read what nobody declared', () => {
    expect(() => topics({ consumes: [reads('other')] })).toThrow(ConfigurationError);
  });

  it('knows no other destination', () => {
    expect(() => topics({}).maxBodyBytes('other')).toThrow(UnknownDestinationError);
  });
});
