import type { DeadLetterReason } from '@app/messaging';
import { eventJson, happened, newLabel } from './messages.js';

/** A message that nobody can handle, and what it must be called. */
export interface Malformed {
  readonly what: string;
  readonly reason: DeadLetterReason;
  readonly body: (maxBodyBytes: number) => Buffer;
  readonly headers?: ReadonlyMap<string, string | Buffer>;
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const good = () => happened(newLabel('hostile')).body;

/** `data` as text, since JSON.stringify writes nothing hostile. */
function withData(data: string): Buffer {
  return Buffer.from(JSON.stringify(eventJson({ data: '@' })).replace('"@"', data));
}

const many = Array.from({ length: 200 }, (_, i) => [`x-${i}`, 'x'] as const);

export const malformedMessages: readonly Malformed[] = [
  { what: 'no body', reason: 'EMPTY_BODY', body: () => Buffer.alloc(0) },
  {
    what: 'a body that is not UTF-8',
    reason: 'INVALID_UTF8',
    body: () => Buffer.concat([good(), Buffer.from([0xc3, 0x28])]),
  },
  { what: 'a body that is not JSON', reason: 'INVALID_JSON', body: () => Buffer.from('{"id": ') },
  {
    what: 'JSON that is not an event',
    reason: 'NOT_AN_EVENT',
    body: () => json({ hello: newLabel('world') }),
  },
  { what: 'JSON that is not even an object', reason: 'NOT_AN_EVENT', body: () => json(null) },
  {
    what: 'an event without its required attributes',
    reason: 'NOT_AN_EVENT',
    body: () => json(eventJson({ id: '' })),
  },
  {
    what: 'an unsupported specversion',
    reason: 'UNSUPPORTED_SPECVERSION',
    body: () => json(eventJson({ specversion: '0.3' })),
  },
  {
    what: 'a version of our event that we do not know',
    reason: 'UNKNOWN_VERSION',
    body: () => json(eventJson({ type: 'contract.happened.v9' })),
  },
  {
    what: 'a payload that does not fit its schema',
    reason: 'SCHEMA_MISMATCH',
    body: () => json(eventJson({ data: { label: 1, key: 'k', amount: 'much' } })),
  },
  {
    what: 'a number beyond all numbers',
    reason: 'SCHEMA_MISMATCH',
    body: () => withData('{"label": "overflow", "key": "k", "amount": 1e999}'),
  },
  {
    what: 'a __proto__ key',
    reason: 'FORBIDDEN_KEY',
    body: () => withData('{"label": "p", "key": "k", "amount": 1, "__proto__": {"admin": true}}'),
  },
  {
    what: 'JSON nested 10,000 levels deep',
    reason: 'NESTED_TOO_DEEP',
    body: () => withData(`${'['.repeat(10_000)}${']'.repeat(10_000)}`),
  },
  {
    what: 'a body larger than the channel carries',
    reason: 'TOO_LARGE',
    body: (maxBodyBytes) => Buffer.alloc(maxBodyBytes + 1, 'x'),
  },
  {
    what: 'forged retry headers',
    reason: 'HOSTILE_HEADERS',
    body: good,
    headers: new Map([['retry-attempt', '-1']]),
  },
  { what: '200 headers', reason: 'HOSTILE_HEADERS', body: good, headers: new Map(many) },
];
