import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { kafkaSettings } from './kafka.settings.js';

describe('kafkaSettings', () => {
  it('fits the local stack without any variable', () => {
    expect(readSettings(kafkaSettings, {})).toEqual({
      KAFKA_BROKERS: ['127.0.0.1:9092'],
      RESOURCE_PREFIX: '',
      KAFKA_DELIVERY_TIMEOUT_MS: 120_000,
      KAFKA_REQUEST_TIMEOUT_MS: 30_000,
      KAFKA_SESSION_TIMEOUT_MS: 30_000,
      KAFKA_COMPRESSION: 'gzip',
      SHUTDOWN_TIMEOUT_MS: 25_000,
    });
  });

  it('reads a list of brokers', () => {
    const settings = readSettings(kafkaSettings, { KAFKA_BROKERS: 'one:9092, two:9093' });

    expect(settings.KAFKA_BROKERS).toEqual(['one:9092', 'two:9093']);
  });

  it.each([
    ['KAFKA_BROKERS', 'no-port'],
    ['KAFKA_BROKERS', 'one:9092,two:99999'],
    ['KAFKA_REPLICATION_FACTOR', '0'],
    ['KAFKA_COMPRESSION', 'lz4'],
    ['RESOURCE_PREFIX', 'with space'],
  ])('names %s where it is %s', (name, value) => {
    expect(() => readSettings(kafkaSettings, { [name]: value })).toThrow(name);
  });
});
