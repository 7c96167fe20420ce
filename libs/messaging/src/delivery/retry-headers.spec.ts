import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';
import {
  afterFailure,
  readRetryState,
  retryHeaders,
  retryStateOrFirst,
  withoutRetryHeaders,
  type RetryState,
} from './retry-headers.js';

const ATTEMPT = 'retry-attempt';
const FIRST_FAILED_AT = 'retry-first-failed-at';
const FAILED_AT = 'retry-failed-at';
const time = '2026-01-02T03:04:05.678Z';

describe('readRetryState', () => {
  it('takes a message without bookkeeping for a first attempt', () => {
    expect(readRetryState(new Map([['tenant', 'acme']]))).toEqual({ attempt: 1 });
  });

  it('reads what retryHeaders wrote, as text or bytes', () => {
    const state = {
      attempt: 4,
      firstFailedAt: new Date(time),
      failedAt: [new Date(time), new Date('2026-01-02T03:04:07.000Z')],
    };
    const written = retryHeaders(state);
    const asBytes = new Map([...written].map(([name, value]) => [name, Buffer.from(value)]));

    expect(readRetryState(written)).toEqual(state);
    expect(readRetryState(asBytes)).toEqual(state);
  });

  it.each([
    '',
    '0',
    '-1',
    '+1',
    '01',
    '1.5',
    '1e3',
    '0x10',
    ' 1',
    '1\n',
    '1000000',
    'NaN',
    'Infinity',
    '١',
    '1,2',
    '{"a":1}',
  ])('takes attempt %j for hostile', (attempt) => {
    const headers = new Map([[ATTEMPT, attempt]]);

    expect(() => readRetryState(headers)).toThrow(HostileHeadersError);
    expect(retryStateOrFirst(headers)).toEqual({ attempt: 1 });
  });

  it.each([
    '',
    'yesterday',
    '0',
    '2026-01-02',
    '2026-01-02T03:04:05Z',
    '2026-01-02T03:04:05.678+00:00',
    '2026-02-30T00:00:00.000Z',
    '+275760-09-13T00:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    `${time}\n`,
  ])('takes the time %j for hostile', (firstFailedAt) => {
    const headers = new Map([[FIRST_FAILED_AT, firstFailedAt]]);

    expect(() => readRetryState(headers)).toThrow(HostileHeadersError);
    const among = new Map([[FAILED_AT, `${time},${firstFailedAt}`]]);
    expect(() => readRetryState(among)).toThrow(HostileHeadersError);
  });

  it('takes more times than we write for hostile', () => {
    const headers = new Map([[FAILED_AT, Array(21).fill(time).join(',')]]);

    expect(() => readRetryState(headers)).toThrow(HostileHeadersError);
  });

  it('throws nothing but HostileHeadersError, and otherwise tells what was written', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(value, value, (attempt, firstFailedAt) => {
        const headers = new Map<string, string | Buffer>([
          [ATTEMPT, attempt],
          [FIRST_FAILED_AT, firstFailedAt],
        ]);
        try {
          const state = readRetryState(headers);
          expect([...retryHeaders(state)]).toEqual([
            [ATTEMPT, String(attempt)],
            [FIRST_FAILED_AT, String(firstFailedAt)],
          ]);
        } catch (error) {
          if (!(error instanceof HostileHeadersError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('afterFailure', () => {
  it('adds up the times, and keeps the first and the latest 20', () => {
    const times = Array.from({ length: 25 }, (_, n) => new Date(Date.parse(time) + n * 1_000));

    let state: RetryState = { attempt: 1 };
    for (const at of times) state = afterFailure(readRetryState(retryHeaders(state)), at);

    expect(state).toEqual({ attempt: 26, firstFailedAt: times[0], failedAt: times.slice(5) });
  });
});

describe('withoutRetryHeaders', () => {
  it('leaves what the producer sent, and the given headers alone', () => {
    const headers = new Map([
      ...retryHeaders({ attempt: 2, failedAt: [new Date(time)] }),
      ['tenant', 'acme'],
    ]);

    expect(withoutRetryHeaders(headers)).toEqual(new Map([['tenant', 'acme']]));
    expect(headers.has(ATTEMPT)).toBe(true);
  });
});
