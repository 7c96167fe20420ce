import { describe, expect, it } from '@jest/globals';
import { readSettings } from '@app/messaging';
import { bullMqSettings } from './bullmq.settings.js';

describe('bullMqSettings', () => {
  it('fits the local stack by default', () => {
    expect(readSettings(bullMqSettings, {})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6379',
      RESOURCE_PREFIX: '',
    });
  });

  it.each([
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost'],
    ['RESOURCE_PREFIX', 'a:b'],
    ['BULLMQ_LOCK_MS', '23'],
  ])('refuses %s=%s by name, without its value', (name, value) => {
    const reading = () => readSettings(bullMqSettings, { [name]: value });

    expect(reading).toThrow(name);
    expect(reading).not.toThrow(value);
  });
});
