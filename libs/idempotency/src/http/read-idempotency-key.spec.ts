import { describe, expect, it } from '@jest/globals';
import { IdempotencyKeyInvalidError } from './http-idempotency.errors.js';
import { readIdempotencyKey } from './read-idempotency-key.js';

describe('readIdempotencyKey', () => {
  it.each([
    [
      'a structured string',
      '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
      '8e03978e-40d5-43e8-bc93-6894a57f9324',
    ],
    [
      'the same, bare',
      '8e03978e-40d5-43e8-bc93-6894a57f9324',
      '8e03978e-40d5-43e8-bc93-6894a57f9324',
    ],
    ['escaped quotes and backslashes', String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['a quote further on', 'a"b', 'a"b'],
    ['as many characters as may be', `"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('takes %s', (_, line, key) => {
    expect(readIdempotencyKey([line])).toBe(key);
  });

  it('knows a request without one', () => {
    expect(readIdempotencyKey(undefined)).toBeUndefined();
  });

  it.each([
    ['nothing', ['']],
    ['blanks', ['  ']],
    ['an empty string', ['""']],
    ['a string of blanks', ['"  "']],
    ['a string that does not end', ['"abc']],
    ['an escape of nothing special', [String.raw`"a\b"`]],
    ['something behind the string', ['"abc" def']],
    ['a list', ['"a", "b"']],
    ['other characters than ASCII', ['caf\u00e9']],
    ['a control character', ['a\tb']],
    ['too many characters', ['x'.repeat(256)]],
    ['two lines', ['a', 'a']],
  ])('refuses %s', (_, lines) => {
    expect(() => readIdempotencyKey(lines)).toThrow(IdempotencyKeyInvalidError);
  });
});
