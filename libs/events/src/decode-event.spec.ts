import { describe, expect, it } from '@jest/globals';
import { decodeEvent } from './decode-event.js';
import { DecodeError, type DecodeFailure } from './decode.error.js';

const event = {
  specversion: '1.0',
  id: '0198c5a2-0000-7000-8000-000000000001',
  type: 'order.placed.v1',
  source: '/order-producer',
  data: { orderId: 'o-1' },
};
const headers = new Map<string, string | Buffer>();
const decode = (value: unknown) => decodeEvent(Buffer.from(JSON.stringify(value)), headers);

function errorOf(work: () => unknown): DecodeError {
  try {
    work();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('decodeEvent in structured mode', () => {
  it('keeps attributes, extensions and data', () => {
    const extended = { ...event, subject: 'o-1', tenant: 'acme', data: { city: 'Köln' } };

    expect(decode(extended)).toEqual(extended);
  });

  it.each<[unknown, number | undefined]>([
    [2, 2],
    ['3', 3],
    ['second', undefined],
    [0, undefined],
    [2 ** 31, undefined],
    [{}, undefined],
  ])('takes the attempt %j for %j, and refuses no event for it', (attempt, expected) => {
    expect(decode({ ...event, attempt }).attempt).toBe(expected);
  });

  it.each<[string, unknown, DecodeFailure]>([
    ['a number', 42, 'NOT_AN_EVENT'],
    ['null', null, 'NOT_AN_EVENT'],
    ['a list', [event], 'NOT_AN_EVENT'],
    ['an object without specversion', { orderId: 'o-1' }, 'NOT_AN_EVENT'],
    ['no id', { ...event, id: undefined }, 'NOT_AN_EVENT'],
    ['an empty id', { ...event, id: '' }, 'NOT_AN_EVENT'],
    ['an id of 257 characters', { ...event, id: 'x'.repeat(257) }, 'NOT_AN_EVENT'],
    ['a type that is no text', { ...event, type: 7 }, 'NOT_AN_EVENT'],
    ['no source', { ...event, source: undefined }, 'NOT_AN_EVENT'],
    ['a time that is none', { ...event, time: 'yesterday' }, 'NOT_AN_EVENT'],
    ['a correlation id that is an object', { ...event, correlationid: {} }, 'NOT_AN_EVENT'],
    ['specversion 0.3', { ...event, specversion: '0.3' }, 'UNSUPPORTED_SPECVERSION'],
    ['specversion 1.0 as a number', { ...event, specversion: 1 }, 'UNSUPPORTED_SPECVERSION'],
  ])('refuses %s', (_, value, expected) => {
    expect(errorOf(() => decode(value)).code).toBe(expected);
  });

  it('keeps a hostile specversion out of its message', () => {
    const error = errorOf(() => decode({ ...event, specversion: 'x'.repeat(1_000_000) }));

    expect(error.message.length).toBeLessThan(200);
  });

  it('takes the mode from the content type where headers claim both', () => {
    const both = new Map([
      ['content-type', 'Application/CloudEvents+json; charset=utf-8'],
      ['ce_specversion', '1.0'],
      ['ce_id', 'other'],
    ]);

    expect(decodeEvent(Buffer.from(JSON.stringify(event)), both).id).toBe(event.id);
  });
});

describe('decodeEvent in binary mode', () => {
  const binary = (prefix: string, more: Record<string, string | Buffer> = {}) =>
    new Map<string, string | Buffer>([
      [`${prefix}specversion`, '1.0'],
      [`${prefix}id`, event.id],
      [`${prefix}type`, event.type],
      [`${prefix}source`, event.source],
      ['content-type', 'application/json'],
      ...Object.entries(more),
    ]);
  const body = Buffer.from(JSON.stringify(event.data));

  it.each(['ce_', 'cloudEvents_', 'cloudEvents:'])('reads attributes behind %s', (prefix) => {
    const headers = binary(prefix, { [`${prefix}tenant`]: Buffer.from('Köln'), other: 'x' });

    expect(decodeEvent(body, headers)).toEqual({
      ...event,
      datacontenttype: 'application/json',
      tenant: 'Köln',
    });
  });

  it.each(['__proto__', 'Tenant', 'ten_ant', 'ten-ant', '', 'köln', 'data', 'a\nb'])(
    'refuses the attribute name %j',
    (name) => {
      expect(errorOf(() => decodeEvent(body, binary('ce_', { [`ce_${name}`]: 'x' }))).code).toBe(
        'NOT_AN_EVENT',
      );
    },
  );

  it('takes JSON in a header for the text that it is', () => {
    const headers = binary('ce_', { ce_tenant: '{"__proto__":{"admin":true}}', ce_subject: 'a"}' });

    const decoded = decodeEvent(body, headers);

    expect(decoded).toMatchObject({ tenant: '{"__proto__":{"admin":true}}', subject: 'a"}' });
    expect(decoded.data).toEqual(event.data);
  });

  it('refuses a body with __proto__', () => {
    const hostile = Buffer.from('{"__proto__":{}}');

    expect(errorOf(() => decodeEvent(hostile, binary('ce_'))).code).toBe('FORBIDDEN_KEY');
  });

  it('refuses another specversion', () => {
    const headers = binary('ce_', { ce_specversion: '0.3' });

    expect(errorOf(() => decodeEvent(body, headers)).code).toBe('UNSUPPORTED_SPECVERSION');
  });
});
