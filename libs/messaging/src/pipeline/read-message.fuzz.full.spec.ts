import { describe, expect, it, jest } from '@jest/globals';
import { defineEvent, EventCatalogue, type MessageHeaders } from '@app/events';
import fc from 'fast-check';
import { z } from 'zod';
import { toError } from '../errors/to-error.js';
import { DEAD_LETTER_REASONS } from '../settlement/dead-letter-reason.js';
import { decideSettlement } from '../settlement/decide-settlement.js';
import { DEFAULT_RETRY_POLICY } from '../settlement/retry-policy.js';
import { HandlerTable } from './handler-table.js';
import { readMessage } from './read-message.js';

/** A million take some minutes: `FUZZ_RUNS=1000000`. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 20_000);

const placed = defineEvent({
  name: 'order.placed',
  version: 1,
  schema: z.object({ orderId: z.string(), cents: z.int(), note: z.string().optional() }),
  subject: (order) => order.orderId,
});
const table = new HandlerTable();
table.add(placed.type, () => undefined);
const consumer = {
  handlers: table.lookup('orders', new EventCatalogue([placed])),
  retry: DEFAULT_RETRY_POLICY,
  concurrency: 1,
  maxBodyBytes: 4_096,
};

const good = {
  specversion: '1.0',
  id: 'e-1',
  type: placed.type,
  source: '/test',
  time: '2026-11-22T03:00:00Z',
  data: { orderId: 'o-1', cents: 1_200 },
};
const attributes = [...Object.keys(good), 'subject', 'dataschema', 'data_base64', 'x', '__proto__'];
const hostileText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '\0',
    '__proto__',
    'order.placed.v99',
    'NaN',
    '1e999',
    '-1',
    'x'.repeat(5_000),
  ),
);
const anyValue = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 8 }),
  fc.constant('['.repeat(2_000)),
);

/** An event of ours in which some attributes are something else, or others come along. */
const almostEvents = fc
  .array(fc.tuple(fc.constantFrom(...attributes), anyValue), { maxLength: 4 })
  .map((changes) => JSON.stringify({ ...good, ...Object.fromEntries(changes) }));
const nested = fc.nat(1_500).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`);
const texts = fc.oneof(almostEvents, fc.json({ maxDepth: 12 }), hostileText, nested);
const spoiled = fc.tuple(texts, fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
  const bytes = Buffer.from(text);
  if (bytes.length > 0) bytes[at % bytes.length] = byte;
  return bytes;
});
const bodies = fc.oneof(
  texts.map((text) => Buffer.from(text)),
  spoiled,
  fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes)),
);

const headerNames = fc.oneof(
  hostileText,
  fc.constantFrom(
    'content-type',
    ...['id', 'type', 'source', 'specversion', 'time'].flatMap((name) => [
      `ce_${name}`,
      `ce-${name}`,
      `cloudEvents_${name}`,
      `cloudEvents:${name}`,
    ]),
    'retry-attempt',
    'retry-first-failed-at',
    'retry-failed-at',
    'replay-of',
    'replay-number',
    'replay-for',
    'traceparent',
  ),
);
const headerValues = fc.oneof(
  hostileText,
  fc.constantFrom('application/cloudevents+json', 'application/json', '1.0', placed.type, '/test'),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
);
const headers: fc.Arbitrary<MessageHeaders> = fc
  .array(fc.tuple(headerNames, headerValues), { maxLength: 12 })
  .map((list) => new Map(list));

describe('readMessage', () => {
  jest.setTimeout(60_000 + runs * 5);

  it(`gives an event or a named reason, whatever comes (${runs} times)`, () => {
    const reasons = new Map<string, number>();
    fc.assert(
      fc.property(bodies, headers, fc.constantFrom('queue', 'stream'), (body, all, kind) => {
        const outcome = outcomeOf(body, all, kind as 'queue' | 'stream');
        reasons.set(outcome, (reasons.get(outcome) ?? 0) + 1);
        expect([...Object.keys(DEAD_LETTER_REASONS), 'read', 'ignored']).toContain(outcome);
      }),
      { numRuns: runs },
    );

    // Otherwise it isn't the decoder that was tried.
    const met = ['read', 'INVALID_JSON', 'INVALID_UTF8', 'NOT_AN_EVENT', 'SCHEMA_MISMATCH'];
    expect([...reasons.keys()]).toEqual(expect.arrayContaining(met));
  });
});

function outcomeOf(body: Buffer, all: MessageHeaders, kind: 'queue' | 'stream'): string {
  const delivery = {
    body,
    headers: all,
    source: { broker: 'test', name: 'orders', kind, consumer: 'c', coordinates: {} },
    attempt: 1,
    mayHaveStarted: false,
    signal: new AbortController().signal,
  };
  try {
    return readMessage(delivery, consumer) ? 'read' : 'ignored';
  } catch (error) {
    const settlement = decideSettlement(toError(error), 1, DEFAULT_RETRY_POLICY);
    return settlement.kind === 'dead-letter' ? settlement.reason : settlement.kind;
  }
}
