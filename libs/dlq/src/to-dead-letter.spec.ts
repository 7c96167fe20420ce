import { describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_REASONS, UnrecoverableError } from '@app/messaging';
import type { DeadLetterReason, Delivery, Settlement } from '@app/messaging';
import fc from 'fast-check';
import { DEAD_LETTER_HEADER, readDeadLetterHeader } from './dead-letter-header.js';
import { toDeadLetter } from './to-dead-letter.js';

const event = { specversion: '1.0', id: 'e-1', type: 'order.placed.v1', source: '/test', data: {} };
const now = new Date('2026-01-02T03:04:05.678Z');

function deliveryOf(more: Partial<Delivery> = {}): Delivery {
  return {
    body: Buffer.from(JSON.stringify(event)),
    headers: new Map([['content-type', 'application/cloudevents+json']]),
    source: {
      broker: 'rabbitmq',
      name: 'payments',
      kind: 'queue',
      consumer: 'rabbitmq-worker:payments',
      coordinates: { deliveryTag: 7 },
    },
    attempt: 3,
    mayHaveStarted: false,
    signal: new AbortController().signal,
    ...more,
  };
}

type DeadLetterSettlement = Extract<Settlement, { kind: 'dead-letter' }>;

function settlementOf(
  error: Error = new UnrecoverableError('no such card'),
  reason: DeadLetterReason = 'UNRECOVERABLE',
): DeadLetterSettlement {
  return { kind: 'dead-letter', reason, error };
}

const at = (coordinates: Record<string, string | number>, name = 'payments') => ({
  source: { ...deliveryOf().source, name, coordinates },
});
const idOf = (delivery: Delivery) => toDeadLetter(delivery, settlementOf(), now).id;
const notJson = Buffer.from('<order/>');
const idAt = (coordinates: Record<string, string | number>) =>
  idOf(deliveryOf({ ...at(coordinates), body: notJson }));
const replayAt = (number: string, deliveryTag: number) => {
  const headers = new Map([
    ['replay-of', 'a'.repeat(32)],
    ['replay-number', number],
  ]);
  return idOf(deliveryOf({ ...at({ deliveryTag }), body: notJson, headers }));
};

describe('toDeadLetter', () => {
  it('carries body and headers as they came, without our retry bookkeeping', () => {
    const body = Buffer.from([0, 255, 1]);
    const signature = Buffer.from([254]);
    const headers = new Map<string, string | Buffer>([
      ['signature', signature],
      ['retry-attempt', '3'],
      ['retry-first-failed-at', now.toISOString()],
    ]);

    const letter = toDeadLetter(deliveryOf({ body, headers }), settlementOf(), now);

    expect(letter.body).toBe(body);
    expect([...letter.headers.keys()]).toEqual(['signature', DEAD_LETTER_HEADER]);
    expect(letter.headers.get('signature')).toBe(signature);
    expect(headers.size).toBe(3);
  });

  it('explains the failure in one header', () => {
    const firstFailedAt = new Date('2026-01-02T03:00:00.000Z');

    const { headers } = toDeadLetter(
      deliveryOf({ firstFailedAt, failedAt: [firstFailedAt], key: 'o-1' }),
      settlementOf(),
      now,
    );

    expect(readDeadLetterHeader(headers)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      failedAt: [firstFailedAt.toISOString(), now.toISOString()],
      reason: 'UNRECOVERABLE',
      error: {
        name: 'UnrecoverableError',
        code: 'UNRECOVERABLE',
        message: 'no such card',
        stack: expect.stringContaining('to-dead-letter.spec.ts'),
      },
      attempts: 3,
      firstFailedAt: '2026-01-02T03:00:00.000Z',
      lastFailedAt: '2026-01-02T03:04:05.678Z',
      source: deliveryOf().source,
      key: 'o-1',
    });
  });

  it('tells what the failure was caused by', () => {
    const error = new Error('payment failed', { cause: new Error('ECONNREFUSED 127.0.0.1') });

    const { headers } = toDeadLetter(deliveryOf(), settlementOf(error), now);

    expect(readDeadLetterHeader(headers)?.error.stack).toMatch(
      /payment failed[^]*Caused by: Error: ECONNREFUSED/,
    );
  });

  it('takes the first failure for the only one where nobody remembers another', () => {
    const letter = readDeadLetterHeader(toDeadLetter(deliveryOf(), settlementOf(), now).headers);

    expect(letter?.firstFailedAt).toBe(letter?.lastFailedAt);
  });

  it('replaces a dead-letter header that somebody forged', () => {
    const headers = new Map([[DEAD_LETTER_HEADER, 'forged']]);

    const letter = toDeadLetter(deliveryOf({ headers }), settlementOf(), now);

    expect(readDeadLetterHeader(letter.headers)?.reason).toBe('UNRECOVERABLE');
  });

  it('names headers that it had to leave out', () => {
    const headers = new Map([['blob', 'x'.repeat(100_000)]]);

    const letter = toDeadLetter(deliveryOf({ headers }), settlementOf(), now);

    expect(readDeadLetterHeader(letter.headers)?.droppedHeaders).toEqual(['blob']);
    expect(letter.headers.has('blob')).toBe(false);
  });

  it('is ordered by the delivery, else by the event, else alone', () => {
    const keyed = Buffer.from(JSON.stringify({ ...event, partitionkey: 'o-2' }));
    const keyOf = (more: Partial<Delivery>) =>
      toDeadLetter(deliveryOf(more), settlementOf(), now).key;

    expect(keyOf({ body: keyed, key: 'o-1' })).toBe('o-1');
    expect(keyOf({ body: keyed })).toBe('o-2');
    expect(keyOf({ body: notJson })).toBe(idOf(deliveryOf({ body: notJson })));
  });
});

describe('The identity of a dead letter', () => {
  it('is that of its event, wherever the broker puts it the next time', () => {
    expect(idOf(deliveryOf(at({ deliveryTag: 7 })))).toBe(idOf(deliveryOf(at({ deliveryTag: 8 }))));
  });

  it('is another one for each replay, which its header names', () => {
    const replay = (number: string) =>
      deliveryOf({
        headers: new Map([
          ['replay-of', 'a'.repeat(32)],
          ['replay-number', number],
        ]),
      });
    const letter = toDeadLetter(replay('2'), settlementOf(), now);

    const ids = [idOf(deliveryOf()), idOf(replay('1')), letter.id];
    expect(new Set(ids).size).toBe(3);
    expect(readDeadLetterHeader(letter.headers)?.replay).toEqual({ of: 'a'.repeat(32), number: 2 });
  });

  it('is one for a replay that was put twice, also where the bytes are no event', () => {
    expect(replayAt('1', 7)).toBe(replayAt('1', 8));
    expect(replayAt('2', 7)).not.toBe(replayAt('1', 7));
    expect(replayAt('1', 7)).not.toBe(idAt({ deliveryTag: 7 }));
  });

  it('is another one for other bytes under the same id', () => {
    const other = Buffer.from(JSON.stringify({ ...event, data: { n: 2 } }));

    expect(idOf(deliveryOf({ body: other }))).not.toBe(idOf(deliveryOf()));
  });

  it('is another in another queue', () => {
    expect(idOf(deliveryOf(at({}, 'payments')))).not.toBe(idOf(deliveryOf(at({}, 'refunds'))));
  });

  it('is that of its coordinates, in any order, where the bytes are no event', () => {
    expect(idAt({ partition: 1, offset: '2' })).toBe(idAt({ offset: '2', partition: 1 }));
    expect(idAt({ partition: 1, offset: '2' })).not.toBe(idAt({ partition: 1, offset: '3' }));
  });
});

describe('toDeadLetter on hostile input', () => {
  it('never parses a body that was too large', () => {
    const huge = deliveryOf({ body: Buffer.from(JSON.stringify(event)) });
    const tooLarge = settlementOf(new Error('too large'), 'TOO_LARGE');

    expect(toDeadLetter(huge, tooLarge, now).id).not.toBe(idOf(huge));
  });

  it.each([
    ['no fields of an error', Object.assign(new Error(''), { name: 1, message: {}, stack: null })],
    ['a code that cannot be text', Object.assign(new Error(''), { code: Object.create(null) })],
    ['a symbol for a code', Object.assign(new Error(''), { code: Symbol('code') })],
    ['itself as its cause', withItselfAsCause()],
    ['megabytes of emoji', new Error('🚢'.repeat(500_000))],
  ])('describes an error with %s', (_, error) => {
    const { headers } = toDeadLetter(deliveryOf(), settlementOf(error as Error), now);

    expect(readDeadLetterHeader(headers)?.reason).toBe('UNRECOVERABLE');
    expect(headers.get(DEAD_LETTER_HEADER)!.length).toBeLessThan(24 * 1024);
  });

  it('always gives a letter that reads back, fits and keeps the body', () => {
    const hostileText = fc.string({ unit: 'binary', maxLength: 300 });
    const prefix = fc.constantFrom('', 'ce_', 'cloudEvents_', 'cloudEvents:', 'ce_specversion');
    const bytes = fc.uint8Array({ maxLength: 100 }).map((it) => Buffer.from(it));
    const given = fc.record({
      body: fc.oneof(
        bytes,
        fc.json().map((text) => Buffer.from(text)),
      ),
      headers: fc
        .array(
          fc.tuple(
            fc.tuple(prefix, hostileText).map((parts) => parts.join('')),
            fc.oneof(hostileText, bytes),
          ),
          { maxLength: 20 },
        )
        .map((entries) => new Map<string, string | Buffer>(entries)),
      key: fc.option(hostileText, { nil: undefined }),
      coordinates: fc.dictionary(hostileText, fc.oneof(hostileText, fc.integer())),
      attempt: fc.integer({ min: 1, max: 999_999 }),
      reason: fc.constantFrom(...(Object.keys(DEAD_LETTER_REASONS) as DeadLetterReason[])),
      message: hostileText,
    });
    fc.assert(
      fc.property(given, ({ coordinates, reason, message, ...delivered }) => {
        const delivery = deliveryOf({ ...delivered, ...at(coordinates) });

        const letter = toDeadLetter(delivery, settlementOf(new Error(message), reason), now);

        const header = letter.headers.get(DEAD_LETTER_HEADER) as string;
        expect(letter.body).toBe(delivery.body);
        expect(readDeadLetterHeader(letter.headers)).toMatchObject({ id: letter.id, reason });
        expect(header).toMatch(/^[ -~]+$/);
        expect(header.length).toBeLessThan(24 * 1024);
      }),
      { numRuns: 50 },
    );
  });
});

function withItselfAsCause(): Error {
  const error = new Error('round and round');
  error.cause = error;
  return error;
}
