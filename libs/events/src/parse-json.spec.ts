import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DecodeError, type DecodeFailure } from './decode.error.js';
import { parseJson } from './parse-json.js';

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

function failureOf(body: Buffer): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof DecodeError) return error.code;
    throw error;
  }
}

describe('parseJson', () => {
  it.each<[string, Buffer | string, DecodeFailure]>([
    ['no bytes', '', 'EMPTY_BODY'],
    ['a byte that UTF-8 does not know', Buffer.from([0x22, 0xff, 0x22]), 'INVALID_UTF8'],
    ['an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'INVALID_UTF8'],
    ['blanks', '  ', 'INVALID_JSON'],
    ['half an object', '{"a":', 'INVALID_JSON'],
    ['NaN', '{"a":NaN}', 'INVALID_JSON'],
    ['two documents', '{}{}', 'INVALID_JSON'],
    ['65 levels', nested(65), 'NESTED_TOO_DEEP'],
    ['a million open brackets', '['.repeat(1_000_000), 'NESTED_TOO_DEEP'],
    ['__proto__', '{"a":{"__proto__":{"admin":true}}}', 'FORBIDDEN_KEY'],
    ['__proto__ in escapes', '{"\\u005f_proto\\u005f_":{}}', 'FORBIDDEN_KEY'],
    ['__proto__ behind a byte order mark', '\ufeff{"__proto__":1}', 'FORBIDDEN_KEY'],
    ['constructor.prototype', '{"constructor":{"prototype":{}}}', 'FORBIDDEN_KEY'],
  ])('refuses %s', (_, body, expected) => {
    expect(failureOf(Buffer.from(body as string))).toBe(expected);
  });

  it.each([
    ['64 levels', nested(64)],
    ['brackets inside a text', JSON.stringify('['.repeat(1_000) + '\\"[')],
    ['the word __proto__ as a value', '{"name":"__proto__"}'],
    ['a constructor that is a text', '{"constructor":"Mies"}'],
    ['text beyond ASCII', '{"city":"Köln 🚢"}'],
  ])('accepts %s', (_, text) => {
    expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it('throws nothing but DecodeError, for any bytes', () => {
    const anyBytes = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      failureOf(Buffer.from(bytes));
    });

    expect(() => fc.assert(anyBytes, { numRuns: 1_000 })).not.toThrow();
  });

  it('throws nothing but DecodeError, for JSON with hostile keys and cut anywhere', () => {
    const hostileKey = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', '\0');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string({ unit: 'binary' }), tie('object')),
      object: fc.dictionary(fc.oneof(hostileKey, fc.string()), tie('value'), { maxKeys: 3 }),
    }));
    const hostileJson = fc.property(value, fc.nat(400), (json, end) => {
      const text = Buffer.from(JSON.stringify(json));
      failureOf(text);
      failureOf(text.subarray(0, end));
    });

    expect(() => fc.assert(hostileJson, { numRuns: 500 })).not.toThrow();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('gives back what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const text = JSON.stringify(value);
        expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });
});
