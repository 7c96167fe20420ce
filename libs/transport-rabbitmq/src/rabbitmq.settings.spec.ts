import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, readSettings } from '@app/messaging';
import { rabbitMqSettings } from './rabbitmq.settings.js';

describe('rabbitMqSettings', () => {
  it('need nothing for a broker on this machine', () => {
    const settings = readSettings(rabbitMqSettings, {});

    expect(settings).toMatchObject({
      RABBITMQ_URL: 'amqp://guest:guest@127.0.0.1:5672',
      RESOURCE_PREFIX: '',
      RABBITMQ_PUBLISH_TIMEOUT_MS: 30_000,
      SHUTDOWN_TIMEOUT_MS: 25_000,
    });
  });

  it('take addresses with and without port, vhost and TLS', () => {
    for (const url of [
      'amqp://rabbitmq',
      'amqps://u:p@rabbit.example:5671/vhost',
      'amqp://[::1]:5672',
    ]) {
      expect(readSettings(rabbitMqSettings, { RABBITMQ_URL: url }).RABBITMQ_URL).toBe(url);
    }
  });

  it.each(['http://user:secret@host', 'secret', 'amqp:user:secret'])(
    'refuse %s without repeating it',
    (url) => {
      const read = () => readSettings(rabbitMqSettings, { RABBITMQ_URL: url });

      expect(read).toThrow(ConfigurationError);
      expect(read).toThrow(/RABBITMQ_URL: must be a URL/);
      expect(read).not.toThrow(/secret/);
    },
  );
});
