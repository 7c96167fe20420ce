import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redact } from './redact.js';

describe('redact', () => {
  it.each([
    'password',
    'Authorization',
    'proxy-authorization',
    'cookie',
    'Set-Cookie',
    'token',
    'accessToken',
    'refresh_token',
    'ADMIN_TOKEN',
    'x-amz-security-token',
    'clientSecret',
    'AWS_SECRET_ACCESS_KEY',
    'X-Api-Key',
    'private_key',
    'credentials',
  ])('hides the value of %s at any depth, whatever it is', (name) => {
    const values = { text: 'CANARY', object: { inner: 'CANARY' }, bytes: Buffer.from('CANARY') };

    for (const value of Object.values(values)) {
      const given = [{ headers: { [name]: value } }, new Map([[name, value]])];
      expect(redact(given)).toEqual([{ headers: { [name]: '***' } }, { [name]: '***' }]);
    }
  });

  it('hides credentials in texts, keys and objects that write themselves', () => {
    const given = {
      url: new URL('amqp://app:CANARY@rabbit'),
      list: ['amqp://app:CANARY@rabbit'],
      'amqp://app:CANARY@rabbit': 1,
    };

    const redacted = JSON.stringify(redact(given));

    expect(redacted).not.toContain('CANARY');
    expect(redacted).toContain('amqp://***@rabbit');
  });

  it('leaves other values as they are', () => {
    const given = { eventId: 'e-1', attempt: 2, ok: true, none: null, key: 'o-1', list: [1, 'a'] };

    expect(redact(given)).toEqual(given);
    expect(redact(given)).not.toBe(given);
  });

  it('keeps of an error its code, stack, details and causes, and hides its secrets', () => {
    const cause = new AggregateError([new Error('ECONNREFUSED ::1')], 'amqp://a:CANARY@b');
    const error = Object.assign(new TypeError('no broker', { cause }), {
      code: 'ECONN',
      config: { password: 'CANARY' },
    });

    const redacted = redact(error);

    expect(redacted).toMatchObject({
      name: 'TypeError',
      code: 'ECONN',
      message: 'no broker',
      stack: expect.stringContaining('redact.spec.ts'),
      config: { password: '***' },
      cause: { message: 'amqp://***@b', errors: [{ message: 'ECONNREFUSED ::1' }] },
    });
    expect(JSON.stringify(redacted)).not.toContain('CANARY');
  });

  it.each([
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['bytes', Buffer.from('abc'), '[3 bytes]'],
    ['a big number', 2n ** 64n, '18446744073709551616'],
    ['a set', new Set([1]), [1]],
    ['a function', () => 1, '[function]'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
  ])('writes %s so that JSON can hold it', (_, value, expected) => {
    expect(redact({ value })).toEqual({ value: expected });
  });

  it('survives circles, depth, breadth and properties that throw', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    let deep: unknown = 'end';
    for (let i = 0; i < 10_000; i++) deep = { deep };
    const broad = Array.from({ length: 1_000 }, () => Array.from({ length: 1_000 }, () => [1]));
    const throwing = {
      get broken(): never {
        throw new Error('no');
      },
    };

    const redacted = redact({ circle, throwing, deep, broad }) as Record<string, unknown>;

    expect(redacted['circle']).toEqual({ self: '[circular]' });
    expect(redacted['throwing']).toBe('[unreadable]');
    expect(JSON.stringify(redacted).length).toBeLessThan(100_000);
  });

  it('never throws, for anything, and JSON takes what it gives', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSet: true,
          withTypedArray: true,
          withSparseArray: true,
        }),
        (value) => {
          expect(() => JSON.stringify(redact(value))).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });
});
