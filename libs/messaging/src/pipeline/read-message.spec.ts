import { describe, expect, it } from '@jest/globals';
import { defineEvent, EventCatalogue, MessagingError } from '@app/events';
import { z } from 'zod';
import type { Delivery } from '../delivery/delivery.js';
import { DEFAULT_RETRY_POLICY } from '../settlement/retry-policy.js';
import { HandlerTable, type Handler } from './handler-table.js';
import { readMessage } from './read-message.js';

const v1 = defineEvent({
  name: 'order.placed',
  version: 1,
  schema: z.object({ orderId: z.string(), euros: z.number() }),
  subject: (order) => order.orderId,
});
const v2 = defineEvent({
  name: 'order.placed',
  version: 2,
  schema: z.object({ orderId: z.string(), cents: z.int() }),
  subject: (order) => order.orderId,
  previous: {
    definition: v1,
    upcast: ({ orderId, euros }) => ({ orderId, cents: euros * 100 }),
  },
});
const v3 = defineEvent({
  name: 'order.placed',
  version: 3,
  schema: z.object({ orderId: z.string(), cents: z.int(), currency: z.string() }),
  subject: (order) => order.orderId,
  previous: { definition: v2, upcast: (order) => ({ ...order, currency: 'EUR' }) },
});

const handler: Handler = () => undefined;
const table = new HandlerTable();
table.add(v3.type, handler);
const consumer = {
  handlers: table.lookup('orders', new EventCatalogue([v3])),
  retry: DEFAULT_RETRY_POLICY,
  concurrency: 1,
  maxBodyBytes: 4_096,
};

const placed = {
  specversion: '1.0',
  id: 'e-1',
  type: v3.type,
  source: '/test',
  tenant: 'acme',
  data: { orderId: 'o-1', cents: 1_200, currency: 'EUR' },
};

interface Given {
  body: Buffer | string | object;
  headers?: [string, string | Buffer][];
  kind?: 'stream' | 'queue';
}

function delivery({ body, headers = [], kind = 'queue' }: Given): Delivery {
  const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
  return {
    body: Buffer.from(isBytes ? (body as string) : JSON.stringify(body)),
    headers: new Map(headers),
    source: { broker: 'test', name: 'orders', kind, consumer: 'app', coordinates: { offset: 1 } },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  };
}

function reasonFor(given: Given): string | undefined {
  try {
    return readMessage(delivery(given), consumer) ? 'readable' : 'ignored';
  } catch (error) {
    if (error instanceof MessagingError) return error.code;
    throw error;
  }
}

const raw = (data: string): string =>
  JSON.stringify(placed).replace(/"data":.*\}$/, `"data":${data}}`);

describe('readMessage', () => {
  it('gives the event as it came, with its handler', () => {
    expect(readMessage(delivery({ body: placed }), consumer)).toEqual({ event: placed, handler });
  });

  it('brings a payload through two versions, type included', () => {
    const old = { ...placed, type: v1.type, data: { orderId: 'o-1', euros: 12 } };

    const message = readMessage(delivery({ body: old }), consumer);

    expect(message?.event).toEqual(placed);
  });

  it('validates an old version by its own schema', () => {
    const old = { ...placed, type: v1.type };

    expect(reasonFor({ body: old })).toBe('SCHEMA_MISMATCH');
  });

  it.each<[string, Given, string]>([
    ['an empty body', { body: '' }, 'EMPTY_BODY'],
    ['bytes that are not UTF-8', { body: Buffer.from([0xc3, 0x28]) }, 'INVALID_UTF8'],
    ['no JSON', { body: '<order/>' }, 'INVALID_JSON'],
    ['deep nesting', { body: raw('['.repeat(100) + ']'.repeat(100)) }, 'NESTED_TOO_DEEP'],
    ['__proto__', { body: raw('{"__proto__":{"admin":true}}') }, 'FORBIDDEN_KEY'],
    ['JSON that is no event', { body: { orderId: 'o-1' } }, 'NOT_AN_EVENT'],
    ['another specversion', { body: { ...placed, specversion: '2.0' } }, 'UNSUPPORTED_SPECVERSION'],
    ['a payload that does not fit', { body: raw('{"orderId":7}') }, 'SCHEMA_MISMATCH'],
    ['no payload', { body: { ...placed, data: undefined } }, 'SCHEMA_MISMATCH'],
    [
      'a number that overflows',
      { body: raw('{"orderId":"o","cents":1e999,"currency":"EUR"}') },
      'SCHEMA_MISMATCH',
    ],
    [
      'an integer that JSON numbers cannot hold',
      { body: raw('{"orderId":"o","cents":9007199254740993,"currency":"EUR"}') },
      'SCHEMA_MISMATCH',
    ],
    ['a body past the limit', { body: `"${'x'.repeat(4_095)}"` }, 'TOO_LARGE'],
    [
      'headers past the limit in bytes, though not in characters',
      { body: placed, headers: [['x', 'ü'.repeat(30_000)]] },
      'HOSTILE_HEADERS',
    ],
    ['a forged attempt', { body: placed, headers: [['retry-attempt', '-7']] }, 'HOSTILE_HEADERS'],
    [
      '129 headers',
      { body: placed, headers: Array.from({ length: 129 }, (_, i) => [`h${i}`, '']) },
      'HOSTILE_HEADERS',
    ],
    [
      'headers of 32 KiB',
      { body: placed, headers: [['h', Buffer.alloc(32 * 1024)]] },
      'HOSTILE_HEADERS',
    ],
  ])('refuses %s', (_, given, reason) => {
    expect(reasonFor(given)).toBe(reason);
  });

  it('takes a body and headers that just fit', () => {
    const room =
      consumer.maxBodyBytes - Buffer.byteLength(raw('{"orderId":"","cents":1,"currency":"EUR"}'));
    const body = raw(`{"orderId":"${'x'.repeat(room)}","cents":1,"currency":"EUR"}`);
    const headers = Array.from({ length: 128 }, (_, i): [string, string] => [`h${i}`, 'x']);

    expect(Buffer.byteLength(body)).toBe(consumer.maxBodyBytes);
    expect(reasonFor({ body, headers })).toBe('readable');
  });

  it.each<[string, 'stream' | 'queue', string]>([
    ['order.placed.v4', 'stream', 'UNKNOWN_VERSION'],
    ['order.placed.v4', 'queue', 'UNKNOWN_VERSION'],
    ['order.placed', 'stream', 'UNKNOWN_VERSION'],
    ['order.paid.v1', 'stream', 'ignored'],
    ['order.paid.v1', 'queue', 'NO_HANDLER'],
    ['__proto__', 'stream', 'ignored'],
    ['constructor', 'queue', 'NO_HANDLER'],
  ])('says of %s on a %s: %s', (type, kind, expected) => {
    expect(reasonFor({ body: { ...placed, type }, kind })).toBe(expected);
  });
});
