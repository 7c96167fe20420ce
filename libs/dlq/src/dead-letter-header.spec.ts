import { describe, expect, it } from '@jest/globals';
import {
  DEAD_LETTER_HEADER,
  DeadLetterHeaderError,
  readDeadLetterHeader,
  writeDeadLetterHeader,
} from './dead-letter-header.js';
import type { DeadLetter } from './dead-letter.js';

const id = 'd1'.repeat(16);
const deadLetter: DeadLetter = {
  id,
  reason: 'RETRIES_EXHAUSTED',
  error: {
    name: 'Error',
    code: 'ECONNREFUSED',
    message: 'Köln is away 🚢',
    stack: 'Error\n  at x',
  },
  attempts: 6,
  firstFailedAt: '2026-01-02T03:04:05.678Z',
  lastFailedAt: '2026-01-02T03:14:05.678Z',
  source: {
    broker: 'kafka',
    name: 'orders.events',
    kind: 'stream',
    consumer: 'kafka-consumer',
    coordinates: { partition: 3, offset: '42' },
  },
  key: 'o-1',
};
const read = (text: string | Buffer) => readDeadLetterHeader(new Map([[DEAD_LETTER_HEADER, text]]));

/** Every part that a sender or a handler controls, as large and as costly to escape as it gets. */
function hostile(character: string): DeadLetter {
  const text = character.repeat(100_000);
  return {
    ...deadLetter,
    error: { name: text, code: text, message: text, stack: text },
    source: {
      ...deadLetter.source,
      coordinates: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}${text}`, text])),
    },
    key: text,
    droppedHeaders: Array.from({ length: 20 }, () => text),
  };
}

describe('The dead-letter header', () => {
  it('reads back as it was written', () => {
    const text = writeDeadLetterHeader(deadLetter);

    expect(read(text)).toEqual(deadLetter);
    expect(read(Buffer.from(text))).toEqual(deadLetter);
  });

  it('is printable ASCII, whatever the error says', () => {
    const message = '\u0000\u001b[2J\u007f\u0085\u202e\r\nö🚢';

    const text = writeDeadLetterHeader({ ...deadLetter, error: { ...deadLetter.error, message } });

    expect(text).toMatch(/^[ -~]+$/);
    expect(read(text)?.error.message).toBe(message);
  });

  it.each([
    ['control characters', '\u0001'],
    ['emoji', '🚢'],
    ['half pairs', '\udc00'],
    ['quotes', '"'],
    ['letters', 'x'],
  ])('stays below 24 KiB however much there is of %s', (_, character) => {
    const text = writeDeadLetterHeader(hostile(character));

    expect(text.length).toBeLessThan(24 * 1024);
    expect(read(text)).toMatchObject({ id, reason: 'RETRIES_EXHAUSTED', attempts: 6 });
  });

  it('is absent from other messages', () => {
    expect(readDeadLetterHeader(new Map())).toBeUndefined();
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"id":"d-1"}'],
    ['an unknown reason', JSON.stringify({ ...deadLetter, reason: 'BORED' })],
    ['a reason of Object.prototype', JSON.stringify({ ...deadLetter, reason: 'toString' })],
    ['an id of another kind', JSON.stringify({ ...deadLetter, id: 'd-1\0' })],
    [
      'a replay of nothing of ours',
      JSON.stringify({ ...deadLetter, replay: { of: '\0', number: 1 } }),
    ],
    [
      'a replay that no column takes',
      JSON.stringify({ ...deadLetter, replay: { of: id, number: 3_000_000_000 } }),
    ],
    ['no text', ''],
  ])('is refused with %s', (_, text) => {
    expect(() => read(text)).toThrow(DeadLetterHeaderError);
  });

  it('lets no foreign key through to a prototype', () => {
    const forged = writeDeadLetterHeader(deadLetter).replace('{', '{"__proto__":{"admin":true},');

    expect(read(forged)).toEqual(deadLetter);
    expect(read(forged)).not.toHaveProperty('admin');
  });
});
