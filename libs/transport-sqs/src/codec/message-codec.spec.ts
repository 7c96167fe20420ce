import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMessage, encodeMessage, MAX_MESSAGE_BYTES, sizeOf } from './message-codec.js';

type Headers = Map<string, string | Buffer>;

/** As SQS would hand it over. */
function carried(body: Buffer, headers: Headers = new Map()) {
  const { MessageBody, MessageAttributes } = encodeMessage({ body, headers });
  return decodeMessage({ Body: MessageBody, MessageAttributes });
}

const bytesOf = (headers: ReadonlyMap<string, string | Buffer>) =>
  Object.fromEntries(
    [...headers].map(([name, value]) => [name, Buffer.from(value).toString('hex')]),
  );

describe('encodeMessage', () => {
  it('leaves text and plain headers readable to everyone', () => {
    const headers: Headers = new Map([['content-type', 'application/json']]);

    expect(encodeMessage({ body: Buffer.from('{"ü": "✓"}'), headers })).toEqual({
      MessageBody: '{"ü": "✓"}',
      MessageAttributes: {
        'content-type': { DataType: 'String', StringValue: 'application/json' },
      },
    });
  });

  it.each([
    { what: 'no bytes', body: Buffer.alloc(0) },
    { what: 'bytes that are no text', body: Buffer.from([0xc3, 0x28]) },
    { what: 'a control character', body: Buffer.from('a\u0001b') },
    { what: 'characters outside XML', body: Buffer.from('\uffff') },
  ])('carries $what in an encoding, as SQS refuses it', ({ body }) => {
    const { MessageBody, MessageAttributes } = encodeMessage({ body, headers: new Map() });

    expect(MessageBody).toMatch(/^[A-Za-z0-9+/=]+$/);
    expect(MessageAttributes['body-encoding']?.StringValue).toBe('base64');
    expect(carried(body)).toEqual({ body, headers: new Map() });
  });

  it('compresses what would not fit', () => {
    const body = Buffer.alloc(MAX_MESSAGE_BYTES, '{"a":1}');
    const headers: Headers = new Map([['dead-letter', 'x'.repeat(24_000)]]);

    expect(sizeOf(encodeMessage({ body, headers }))).toBeLessThan(MAX_MESSAGE_BYTES);
    expect(carried(body, headers).body.equals(body)).toBe(true);
  });

  it('keeps within ten attributes however many headers there are', () => {
    const headers: Headers = new Map(
      Array.from({ length: 200 }, (_, index) => [`x-${index}`, String(index)]),
    );
    const body = Buffer.from([0xff]);

    expect(Object.keys(encodeMessage({ body, headers }).MessageAttributes)).toHaveLength(10);
    expect(bytesOf(carried(body, headers).headers)).toEqual(bytesOf(headers));
  });

  it('gives back any bytes and any headers', () => {
    const value = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array().map((it) => Buffer.from(it)),
    );
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('aws.x', 'a..b', '.a', 'packed-headers', 'body-encoding', '__proto__', ''),
    );
    fc.assert(
      fc.property(fc.uint8Array(), fc.array(fc.tuple(name, value)), (bytes, list) => {
        const headers: Headers = new Map(list);
        const { body, headers: decoded } = carried(Buffer.from(bytes), headers);
        expect(body.equals(bytes)).toBe(true);
        expect([...decoded].sort()).toEqual([...headers].sort());
      }),
    );
  });
});

describe('decodeMessage', () => {
  it.each([
    { encoding: 'base64', text: 'not base64!' },
    { encoding: 'gzip', text: Buffer.from('no gzip').toString('base64') },
    { encoding: 'rot13', text: 'grkg' },
  ])('takes a stranger who says $encoding as he comes', ({ encoding, text }) => {
    const attribute = { DataType: 'String', StringValue: encoding };
    const message = { Body: text, MessageAttributes: { 'body-encoding': attribute } };

    expect(decodeMessage(message)).toEqual({
      body: Buffer.from(text),
      headers: new Map([['body-encoding', encoding]]),
    });
  });

  it('keeps packed headers that are not ours as one header', () => {
    const bytes = Buffer.from('[["a"]]');
    const packed = { DataType: 'Binary', BinaryValue: bytes };

    const { headers } = decodeMessage({
      Body: 'x',
      MessageAttributes: { 'packed-headers': packed },
    });

    expect(headers).toEqual(new Map([['packed-headers', bytes]]));
  });
});
