import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { redisLeaseSettings } from './redis-lease.settings.js';

const urlOf = (environment: Record<string, string>) =>
  readSettings(redisLeaseSettings, environment).IDEMPOTENCY_REDIS_URL;

describe('redisLeaseSettings', () => {
  it('fits the local stack by default', () => {
    expect(urlOf({})).toBe('redis://127.0.0.1:6379/1');
  });

  it.each([
    ['redis://user:secret@redis:6380', 'redis://user:secret@redis:6380/1'],
    ['rediss://redis/0', 'rediss://redis/1'],
    ['redis://redis/1', 'redis://redis/2'],
    ['redis://redis?db=1', 'redis://redis/2'],
  ])('takes another database of the queues’ server %s: %s', (queues, ours) => {
    expect(urlOf({ REDIS_URL: queues })).toBe(ours);
  });

  it.each([
    ['redis://redis', 'redis://redis:6379/0'],
    ['redis://redis/3', 'redis://other@redis?db=3'],
    ['redis://127.0.0.1', 'redis://localhost'],
  ])('refuses the database of the queues: %s and %s', (queues, ours) => {
    const reading = () => urlOf({ REDIS_URL: queues, IDEMPOTENCY_REDIS_URL: ours });

    expect(reading).toThrow(/IDEMPOTENCY_REDIS_URL: is the database of REDIS_URL/);
  });

  it.each([
    ['IDEMPOTENCY_REDIS_URL', 'localhost:6379'],
    ['IDEMPOTENCY_LEASE_SECONDS', '0.25'],
    ['IDEMPOTENCY_RETENTION_HOURS', '0.75'],
    ['IDEMPOTENCY_TIMEOUT_MS', '20001'],
    ['IDEMPOTENCY_ALLOW_EVICTION', 'perhaps'],
  ])('refuses %s=%s by name, without its value', (name, value) => {
    const reading = () => readSettings(redisLeaseSettings, { [name]: value });

    expect(reading).toThrow(name);
    expect(reading).not.toThrow(value);
  });
});
