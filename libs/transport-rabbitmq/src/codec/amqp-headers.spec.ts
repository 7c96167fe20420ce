import { describe, expect, it } from '@jest/globals';
import type { MessageProperties } from 'amqplib';
import { fromAmqp, toAmqp } from './amqp-headers.js';

const received = (properties: Partial<MessageProperties>) =>
  fromAmqp(properties as MessageProperties);

describe('AMQP headers', () => {
  it('come back as they were sent', () => {
    const headers = new Map<string, string | Buffer>([
      ['content-type', 'application/json'],
      ['content-encoding', 'identity'],
      ['cloudEvents:specversion', '1.0'],
      ['grüße', 'Ω'],
      ['bytes', Buffer.from([0xff, 0x00])],
      ['__proto__', 'own'],
    ]);

    expect(received(toAmqp(headers) as MessageProperties)).toEqual(headers);
  });

  it('carry content-type as the AMQP property', () => {
    const options = toAmqp(new Map([['content-type', 'text/plain']]));

    expect(options).toEqual({ contentType: 'text/plain', headers: {} });
  });

  it.each([
    ['a number', 7, '7'],
    ['a boolean', true, 'true'],
    ['a timestamp', { '!': 'timestamp', value: 1_767_225_600 }, '2026-01-01T00:00:00.000Z'],
    ['a timestamp beyond time', { '!': 'timestamp', value: 2 ** 60 }, String(2 ** 60)],
    ['a table', { a: [1, 'b'] }, '{"a":[1,"b"]}'],
    ['an array', ['a', null], '["a",null]'],
  ])('of foreign senders become text: %s', (_, value, text) => {
    expect(received({ headers: { x: value } }).get('x')).toBe(text);
  });

  it('leave out what is void, and what the broker keeps for itself', () => {
    const headers = {
      nothing: null,
      CC: ['elsewhere'],
      'x-death': [],
      'x-first-death-queue': 'q',
      'x-delivery-count': 3,
      'x-mine': 'kept',
    };

    expect([...received({ headers }).keys()]).toEqual(['x-mine']);
  });
});
