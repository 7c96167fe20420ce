import { describe, expect, it } from '@jest/globals';
import { redactText } from './redact-text.js';

describe('redactText', () => {
  it.each([
    ['amqp://app:CANARY@rabbit:5672/vhost', 'amqp://***@rabbit:5672/vhost'],
    ['amqp://CANARY@rabbit', 'amqp://***@rabbit'],
    ['postgres://app:CAN@ARY@db/orders', 'postgres://***@db/orders'],
    ['amqp://app:CAN/ARY@rabbit', 'amqp://***@rabbit'],
    ['redis://:CANARY@redis:6379/0', 'redis://***@redis:6379/0'],
    [
      'connect amqp://a:CANARY@one, amqp://b:CANARY@two failed',
      'connect amqp://***@one, amqp://***@two failed',
    ],
    ['{"url":"https://a:CANARY@host/x"}', '{"url":"https://***@host/x"}'],
    ['Authorization: Bearer CANARY.x.y', 'Authorization: ***'],
    ['authorization: Basic CANARY==', 'authorization: ***'],
    ['sent Bearer CANARY.eyJ_-x', 'sent Bearer ***'],
    ['Set-Cookie: sid=CANARY; Path=/', 'Set-Cookie: ***'],
    ['https://host/x?access_token=CANARY&page=2', 'https://host/x?access_token=***&page=2'],
    ['host=db password=CANARY user=app', 'host=db password=*** user=app'],
    ['{"password":"CAN\\"ARY","user":"app"}', '{"password":"***","user":"app"}'],
    ['{"apiKey": "CANARY"}', '{"apiKey": "***"}'],
  ])('hides what is secret in %j', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    'http://localhost:3000/orders?mail=a@b.example',
    'https://registry.example/@app/events',
    'write to a@b.example',
    'file:///srv/app/main.js:10:5',
    'Unexpected token } in JSON at position 3',
    'partitionkey: o-1, idempotencykey: k-1',
  ])('leaves %j alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('hides the values that it is told, also those with control characters', () => {
    const hidden = { values: ['Ann\u0007 Jones'] };

    expect(redactText('(holder)=(Ann\u0007 Jones) exists', hidden)).toBe('(holder)=(***) exists');
  });

  it('escapes what a terminal would obey', () => {
    expect(redactText('\u001b[2J\r\u0000\u009b1m\tKöln 🚢\n')).toBe(
      '\\u001b[2J\\u000d\\u0000\\u009b1m\tKöln 🚢\n',
    );
  });

  it('cuts what is very long, and no secret by half', () => {
    const text = `${'x'.repeat(9_980)} amqp://app:CANARY${'y'.repeat(100)}@rabbit`;

    const redacted = redactText(text);

    expect(redacted.length).toBeLessThan(10_100);
    expect(redacted).not.toContain('app:');
  });

  it('cuts no value that it is told by half', () => {
    const text = `${'x'.repeat(9_995)} Ann Jones`;

    expect(redactText(text, { values: ['Jones', 'Ann Jones'] })).toBe(
      `${'x'.repeat(9_995)} … (cut)`,
    );
  });

  it.each([
    ['scheme separators', '://'],
    ['open credentials', '://a:'],
    ['open credentials that are long', `://a:${'b'.repeat(200)}`],
    ['names of secrets', 'password'],
    ['open JSON', '"password":"'],
    ['headers', 'cookie: '],
    ['letters', 'a'],
  ])('is quick for a megabyte of %s', (_, part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    const start = process.cpuUsage();

    redactText(text);

    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
  });
});
