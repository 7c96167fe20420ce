import type { CloudEvent } from '@app/events';
import type { DeadLetterReason } from '@app/messaging';

/** A way in which a message can be one that nobody handles. */
export interface PoisonClass {
  readonly reason: DeadLetterReason;
  /**
   * @param event what its consumer would handle; its id is in the body, where that holds any text
   * @param limitBytes the largest body that the consumer takes
   */
  body(event: CloudEvent, limitBytes: number): Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** An event whose `data` is written as it is: JSON.stringify writes nothing hostile. */
function withData(event: CloudEvent, data: string): Buffer {
  return Buffer.from(JSON.stringify({ ...event, data: '@' }).replace('"@"', data));
}

export const poisonClasses = {
  'no bytes': { reason: 'EMPTY_BODY', body: () => Buffer.alloc(0) },
  'no UTF-8': {
    reason: 'INVALID_UTF8',
    body: ({ id }) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(id)]),
  },
  'no JSON': { reason: 'INVALID_JSON', body: ({ id }) => Buffer.from(`{"poison ${id}`) },
  'no event': { reason: 'NOT_AN_EVENT', body: ({ id }) => json({ hello: id }) },
  'an unsupported specversion': {
    reason: 'UNSUPPORTED_SPECVERSION',
    body: (event) => json({ ...event, specversion: '0.3' }),
  },
  'an unknown version': {
    reason: 'UNKNOWN_VERSION',
    body: (event) => json({ ...event, type: event.type.replace(/\d+$/, '99') }),
  },
  'the wrong shape': {
    reason: 'SCHEMA_MISMATCH',
    body: (event) => json({ ...event, data: { nothing: event.id } }),
  },
  'a forbidden key': {
    reason: 'FORBIDDEN_KEY',
    body: (event) => withData(event, '{"__proto__": {"admin": true}}'),
  },
  'nested too deep': {
    reason: 'NESTED_TOO_DEEP',
    body: (event) => withData(event, `${'['.repeat(1_000)}${']'.repeat(1_000)}`),
  },
  'too large': {
    reason: 'TOO_LARGE',
    body: (event, limitBytes) => withData(event, `"${'x'.repeat(limitBytes)}"`),
  },
  'forged headers': {
    reason: 'HOSTILE_HEADERS',
    body: (event) => json(event),
    headers: { 'retry-attempt': '-1' },
  },
  'nobody to handle it': {
    reason: 'NO_HANDLER',
    body: (event) => json({ ...event, type: 'of.nobody.v1' }),
  },
} as const satisfies Readonly<Record<string, PoisonClass>>;

export type PoisonClassName = keyof typeof poisonClasses;
