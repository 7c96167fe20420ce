import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { redisStreamsSettings } from './redis-streams.settings.js';

describe('redisStreamsSettings', () => {
  it('fits the local stack by default', () => {
    expect(readSettings(redisStreamsSettings, {})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6379',
      RESOURCE_PREFIX: '',
      REDIS_STREAMS_MIN_IDLE_MS: 30_000,
    });
  });

  it.each([
    { REDIS_URL: 'http://:secret@somewhere' },
    { RESOURCE_PREFIX: 'with space' },
    { REDIS_STREAMS_MIN_IDLE_MS: '10' },
  ])('refuses %j and keeps the value to itself', (environment) => {
    const [name] = Object.keys(environment);
    const read = () => readSettings(redisStreamsSettings, environment);

    expect(read).toThrow(name);
    expect(read).not.toThrow('secret');
  });
});
