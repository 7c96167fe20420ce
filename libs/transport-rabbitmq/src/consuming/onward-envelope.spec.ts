import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { MessageProperties } from 'amqplib';
import { DEAD_LETTER_HEADER } from '@app/dlq';
import { retryStateOrFirst, type Delivery } from '@app/messaging';
import { fromAmqp } from '../codec/amqp-headers.js';
import type { Envelope } from '../publishing/envelope.js';
import { ResourceNames } from '../topology/resource-names.js';
import { deadLetterEnvelopes, retryEnvelope } from './onward-envelope.js';

interface Encoder {
  encodeProperties(classId: number, channel: number, size: number, fields: unknown): Buffer;
}
interface PublishArguments {
  publish(exchange: string, routingKey: string, options: unknown): unknown;
}

/** amqplib's own encoding, which it doesn't export. */
const amqplib = dirname(require.resolve('amqplib'));
const { encodeProperties } = jest.requireActual<Encoder>(join(amqplib, 'lib/defs.js'));
const { publish } = jest.requireActual<PublishArguments>(join(amqplib, 'lib/api_args.js'));
const BASIC = 60;

function encode({ route, body, options }: Envelope): Buffer {
  const fields = publish(route.exchange, route.routingKey, options);
  return encodeProperties(BASIC, 1, body.length, fields);
}

const names = new ResourceNames('');
const now = new Date('2026-01-01T00:00:00Z');
const error = new Error('it failed');
/** What a byte that is no UTF-8 becomes when amqplib reads it: one byte in, three out. */
const broken = (length: number): string => '\ufffd'.repeat(length);

function received(properties: Partial<MessageProperties>): [Delivery, MessageProperties] {
  const all = properties as MessageProperties;
  const headers = fromAmqp(all);
  const source = { broker: 'rabbitmq', name: 'work', kind: 'queue', consumer: 'app:work' } as const;
  const delivery = {
    body: Buffer.from('{}'),
    headers,
    source: { ...source, coordinates: { messageId: 'm-1' } },
    ...retryStateOrFirst(headers),
    mayHaveStarted: false,
    signal: new AbortController().signal,
  };
  return [delivery, all];
}

const retried = (properties: Partial<MessageProperties>): Envelope =>
  retryEnvelope(
    ...received(properties),
    { kind: 'retry', delayMs: 1_000, costsAttempt: true, error },
    names,
    now,
  );

const deadLettered = (properties: Partial<MessageProperties>): [Envelope, Envelope] =>
  deadLetterEnvelopes(
    ...received(properties),
    { kind: 'dead-letter', reason: 'UNRECOVERABLE', error },
    names,
    now,
  );

const hostile: [string, Partial<MessageProperties>][] = [
  ['a long content-type among the headers', { headers: { 'content-type': 'x'.repeat(300) } }],
  ['a long content-encoding there', { headers: { 'content-encoding': 'x'.repeat(300) } }],
  ['a content-type that is no UTF-8', { contentType: broken(86) }],
  ['a timestamp beyond numbers', { timestamp: 2 ** 64 }],
  ['a correlationId that is no UTF-8', { correlationId: broken(86) }],
  ['a replyTo that is no UTF-8', { replyTo: broken(255) }],
  ['an appId that is no UTF-8', { appId: broken(86) }],
  ['a type that is no UTF-8', { type: broken(86) }],
  ['a messageId that is no UTF-8', { messageId: broken(86) }],
  ['a header whose name is no UTF-8', { headers: { [broken(86)]: 'x' } }],
  ['headers that have grown past 64 KiB', { headers: { x: broken(30_000) } }],
];

describe('What goes on to another queue', () => {
  beforeAll(() => void jest.spyOn(Logger.prototype, 'warn').mockReturnValue());
  afterAll(() => void jest.restoreAllMocks());

  it.each(hostile)('can be sent again: %s', (_, properties) => {
    const envelope = retried(properties);

    expect(encode(envelope).length).toBeGreaterThan(0);
    expect(envelope.options.headers).toMatchObject({ 'retry-attempt': '2' });
  });

  it.each(hostile)('can become a dead letter: %s', (_, properties) => {
    const [deadLetter, plainer] = deadLettered(properties);

    for (const it of [deadLetter, plainer]) {
      expect(encode(it).length).toBeGreaterThan(0);
      expect(it.options.headers).toHaveProperty(DEAD_LETTER_HEADER);
    }
  });

  it('keeps every property that can be sent', () => {
    const properties = {
      correlationId: 'c',
      replyTo: 'r',
      timestamp: 1_767_225_600,
      type: 't',
      appId: 'a',
      priority: 3,
      contentType: 'application/json',
      messageId: 'm-1',
    };

    expect(retried(properties).options).toMatchObject(properties);
  });

  it('keeps a content-type that is no property among the headers', () => {
    const contentType = 'x'.repeat(300);

    const { options } = retried({ headers: { 'content-type': contentType } });

    expect(options.headers).toMatchObject({ 'content-type': contentType });
  });

  it('leaves a dead letter in its plainest form nothing but its explanation', () => {
    const [, plainer] = deadLettered({ correlationId: 'c', headers: { x: 'y' } });

    expect(Object.keys(plainer.options.headers ?? {})).toEqual([DEAD_LETTER_HEADER]);
    expect(plainer.options.correlationId).toBeUndefined();
  });
});
