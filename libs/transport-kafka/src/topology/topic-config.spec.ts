import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { kafkaSettings } from '../kafka.settings.js';
import { topicConfig } from './topic-config.js';

describe('topicConfig', () => {
  it('asks for durability where nothing says otherwise', () => {
    const config = topicConfig({ name: 'orders', partitions: 6 }, readSettings(kafkaSettings, {}));

    expect(config).toMatchObject({ topic: 'orders', numPartitions: 6, replicationFactor: 3 });
    expect(config.configEntries).toContainEqual({ name: 'min.insync.replicas', value: '2' });
  });

  it('keeps segments short, so that records are not kept for much longer than their retention', () => {
    const settings = readSettings(kafkaSettings, {});
    const segmentOf = (retentionMs?: number) =>
      topicConfig(
        { name: 'orders', partitions: 6, ...(retentionMs && { retentionMs }) },
        settings,
      ).configEntries?.find(({ name }) => name === 'segment.ms')?.value;

    expect([segmentOf(), segmentOf(60_000), segmentOf(-1)]).toEqual([
      '43200000',
      '60000',
      '43200000',
    ]);
  });

  it('lets the broker turn what others compress into what we can read', () => {
    const config = topicConfig({ name: 'orders', partitions: 6 }, readSettings(kafkaSettings, {}));

    expect(config.configEntries).toContainEqual({ name: 'compression.type', value: 'gzip' });
  });

  it('is lowered by the environment of a small stack', () => {
    const settings = readSettings(kafkaSettings, {
      KAFKA_REPLICATION_FACTOR: '1',
      KAFKA_MIN_INSYNC_REPLICAS: '1',
      RESOURCE_PREFIX: 'run1.',
    });

    const config = topicConfig({ name: 'orders', partitions: 6, replicationFactor: 5 }, settings);

    expect(config).toMatchObject({ topic: 'run1.orders', replicationFactor: 1 });
    expect(config.configEntries).toContainEqual({ name: 'min.insync.replicas', value: '1' });
  });
});
