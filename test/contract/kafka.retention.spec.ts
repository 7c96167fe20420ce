import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Module, type INestApplication } from '@nestjs/common';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { EventCatalogue } from '@app/events';
import { ConfigurationError, EventRoutes, startApp, SystemClock } from '@app/messaging';
import { DatabaseModule } from '@app/database';
import { IdempotencyModule } from '@app/idempotency';
import { createTopic, kafka, type KafkaTopic } from '@app/transport-kafka';

const DAY_MS = 24 * 3_600_000;

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: 'retention', migrations: {} }),
    IdempotencyModule.forInbox(),
  ],
})
class InboxModule {}

describe('an app with an inbox, at start', () => {
  const brokers = [process.env['KAFKA_BROKERS'] ?? '127.0.0.1:9092'];
  let admin: Admin;
  let prefix: string;

  beforeAll(async () => {
    admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  beforeEach(() => {
    prefix = `retention-${randomUUID().slice(0, 8)}.`;
  });
  afterAll(() => admin.disconnect());

  const create = (config: Record<string, string>) =>
    createTopic(admin, {
      topic: `${prefix}facts`,
      numPartitions: 1,
      replicationFactor: 1,
      configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
    });

  async function start(
    environment: Record<string, string> = {},
    topic: Partial<KafkaTopic> = {},
  ): Promise<INestApplication> {
    const channel = { broker: 'kafka', name: 'facts', kind: 'stream' } as const;
    return startApp(
      {
        name: 'reader',
        module: InboxModule,
        consumes: [{ channel }],
        publishes: [],
        healthPort: 0,
      },
      {
        adapters: [kafka({ topics: [{ name: 'facts', partitions: 1, ...topic }] })],
        catalogue: new EventCatalogue([]),
        routes: new EventRoutes([]),
        clock: new SystemClock(),
        environment: {
          KAFKA_BROKERS: brokers[0],
          KAFKA_REPLICATION_FACTOR: '1',
          KAFKA_MIN_INSYNC_REPLICAS: '1',
          DATABASE_URL: process.env['DATABASE_URL'],
          RESOURCE_PREFIX: prefix,
          ...environment,
        },
        logger: false,
      },
    );
  }

  it('reads a topic that it has created with the defaults', async () => {
    const app = await start();
    expect(await admin.listTopics()).toContain(`${prefix}facts`);
    await app.close();
  });

  it.each([
    ['for longer than the inbox', { 'retention.ms': String(8 * DAY_MS) }, /for \d+ hours/],
    ['in segments that are too long', { 'segment.ms': String(7 * DAY_MS) }, /for 337 hours/],
    ['for ever', { 'retention.ms': '-1' }, /for ever.*INBOX_RETENTION_HOURS=0/],
    ['for ever, compacted', { 'cleanup.policy': 'compact' }, /for ever/],
  ])('refuses a topic that is kept %s', async (_, config, problem) => {
    await create(config);

    const starting = start();

    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow(problem);
    await expect(starting).rejects.toThrow(`${prefix}facts`);
  });

  it('reads what is kept for ever when its inbox is as well', async () => {
    await create({ 'retention.ms': '-1' });

    const starting = start({ INBOX_RETENTION_HOURS: '0' });

    await expect(starting).resolves.toBeDefined();
    await (await starting).close();
  });

  it('refuses a topic that is declared so, before it is created', async () => {
    const starting = start({}, { retentionMs: 30 * DAY_MS });

    await expect(starting).rejects.toThrow(/can be read again for \d+ hours/);
    expect(await admin.listTopics()).not.toContain(`${prefix}facts`);
  });
});
