import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ConfigurationError, HealthRegistry, readSettings } from '@app/messaging';
import type { Consumers, DeliveryPipeline } from '@app/messaging';
import { ManualClock, until } from '@app/testing';
import type { KafkaClient } from '../connection/kafka.client.js';
import { KafkaHealth } from '../kafka.health.js';
import { kafkaSettings } from '../kafka.settings.js';
import { KafkaTransport } from './kafka.transport.js';
import type { KafkaPublisher } from '../publishing/kafka.publisher.js';
import type { TopicCreator } from '../topology/topic-creator.js';
import { Topics } from '../topology/topics.js';

Logger.overrideLogger(false);

const PATIENCE_MS = 15_000;

describe('KafkaTransport', () => {
  const ensure = jest.fn<() => Promise<void>>();
  const refusal = new ConfigurationError('Fewer brokers than copies.', {
    cause: new Error('Replication factor is larger than brokers'),
  });
  let clock: ManualClock;
  let health: KafkaHealth;
  let transport: KafkaTransport;

  beforeEach(() => {
    ensure.mockReset();
    clock = new ManualClock();
    const settings = readSettings(kafkaSettings, {});
    const options = { consumes: [], settings, topology: { topics: [] } };
    health = new KafkaHealth(options, new HealthRegistry(), clock);
    transport = new KafkaTransport(
      options,
      'shop',
      {} as KafkaClient,
      new Topics(options),
      { ensureReadable: ensure } as unknown as TopicCreator,
      {} as KafkaPublisher,
      {} as DeliveryPipeline,
      {} as Consumers,
      clock,
      health,
    );
  });

  const listen = () =>
    new Promise<unknown>((resolve) => void transport.listen((error) => resolve(error)));

  it('fails the start where the broker refuses a topic', async () => {
    ensure.mockRejectedValue(refusal);

    expect(await listen()).toBe(refusal);
  });

  it('starts without a broker, and then tries on even when it is refused at first', async () => {
    const refuse: ((error: Error) => void)[] = [];
    ensure.mockReturnValueOnce(new Promise((_, reject) => refuse.push(reject)));
    const started = listen();
    await until(() => clock.pending > 0);
    clock.advance(PATIENCE_MS);
    expect(await started).toBeUndefined();

    ensure.mockResolvedValue(undefined);
    refuse[0]!(refusal);
    await until(() => clock.pending > 0, { what: 'the wait for the next try' });
    expect(health.health()).toEqual({ status: 'down', detail: refusal.message });
    clock.advance(60_000);

    await until(() => health.health().status === 'up');
  });

  it('tries no more once it is closed', async () => {
    ensure.mockRejectedValue(new Error('connection refused'));
    const started = listen();
    await until(() => ensure.mock.calls.length > 0);

    await transport.close();

    expect(await started).toBeUndefined();
    expect(ensure).toHaveBeenCalledTimes(1);
  });
});
