import { describe, expect, it } from '@jest/globals';
import { refuseOtherAddresses, stackEnvironment } from './environment.js';
import type { StackState } from './stack-state.js';

const started = { startedAt: 'now', ours: true, processes: [] };
const running: StackState = {
  mode: 'native',
  reason: 'a test',
  servers: { kafka: { ...started, environment: { KAFKA_BROKERS: '127.0.0.1:19092' } } },
};

describe('stackEnvironment', () => {
  it('gives the standard ports when no stack is up', () => {
    expect(stackEnvironment({ ...running, servers: {} }, {})).toEqual({
      KAFKA_BROKERS: '127.0.0.1:9092',
      KAFKA_REPLICATION_FACTOR: '1',
      KAFKA_MIN_INSYNC_REPLICAS: '1',
      RABBITMQ_URL: 'amqp://guest:guest@127.0.0.1:5672',
      SQS_ENDPOINT: 'http://127.0.0.1:9324',
      REDIS_URL: 'redis://127.0.0.1:6379',
      IDEMPOTENCY_REDIS_URL: 'redis://127.0.0.1:6379/1',
      DATABASE_URL: 'postgres://postgres:postgres@127.0.0.1:5432/postgres',
    });
  });

  it('gives the ports that a running stack took', () => {
    expect(stackEnvironment(running, {})['KAFKA_BROKERS']).toBe('127.0.0.1:19092');
  });

  it('prefers the running stack to addresses that the caller has', () => {
    const own = { KAFKA_BROKERS: 'elsewhere:9092', RABBITMQ_URL: 'amqp://elsewhere' };

    const environment = stackEnvironment(running, own);

    expect(environment['KAFKA_BROKERS']).toBe('127.0.0.1:19092');
    expect(environment['RABBITMQ_URL']).toBe('amqp://elsewhere');
  });
});

describe('refuseOtherAddresses', () => {
  it.each<[string, Record<string, string>]>([
    ['none', {}],
    ['the running one', { KAFKA_BROKERS: '127.0.0.1:19092' }],
    ['one of a server that the stack has not', { RABBITMQ_URL: 'amqp://elsewhere' }],
  ])('lets pass %s', (_, own) => {
    expect(() => refuseOtherAddresses(running, own)).not.toThrow();
  });

  it('names the variable of another, and keeps its value, which may be a secret, to itself', () => {
    const own = { KAFKA_BROKERS: 'elsewhere:9092' };

    expect(() => refuseOtherAddresses(running, own)).toThrow(/^KAFKA_BROKERS in (?!.*elsewhere)/);
  });
});
