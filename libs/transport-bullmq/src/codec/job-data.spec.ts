import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromJobData, toJobData } from './job-data.js';
import { UnparsedData } from './unparsed-data.js';

/** As it comes back from Redis. */
const stored = (data: unknown): unknown => JSON.parse(JSON.stringify(data));
const bytes = (value: string | Buffer) => Buffer.from(value).toString('hex');

describe('job data', () => {
  it('carries any bytes through JSON', () => {
    const anyBytes = fc.uint8Array().map((it) => Buffer.from(it));
    const anyText = fc.string({ unit: 'binary' });
    const anyHeaders = fc.array(fc.tuple(fc.string(), fc.oneof(anyText, anyBytes)));

    fc.assert(
      fc.property(fc.oneof(anyBytes, anyText.map(Buffer.from)), anyHeaders, (body, headers) => {
        const sent = new Map(headers.filter(([name]) => name !== '__proto__'));

        const received = fromJobData(stored(toJobData({ body, headers: sent })));

        expect(bytes(received.body)).toBe(bytes(body));
        expect([...received.headers].map(([name, value]) => [name, bytes(value)]).sort()).toEqual(
          [...sent].map(([name, value]) => [name, bytes(value)]).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is text that a person can read where the bytes are text', () => {
    const headers = new Map([['content-type', Buffer.from('text/plain')]]);

    expect(toJobData({ body: Buffer.from('{"größe": 1}'), headers })).toEqual({
      body: '{"größe": 1}',
      headers: { 'content-type': 'text/plain' },
    });
  });

  it('is taken from writers who have no headers', () => {
    expect(fromJobData({ body: '{}' })).toEqual({ body: Buffer.from('{}'), headers: new Map() });
  });

  it.each([
    ['another object', { to: 'someone' }],
    ['a number', 7],
    ['null', null],
    ['a list', ['body']],
    ['a body that is no text', { body: 7, headers: {} }],
    ['base64 that is none', { body: { base64: '!' } }],
    ['a header that is no text', { body: '', headers: { a: 1 } }],
    ['more than body and headers', { body: '{}', priority: 1 }],
  ])('of another shape is a body by itself: %s', (_what, data) => {
    expect(fromJobData(data)).toEqual({
      body: Buffer.from(JSON.stringify(data)),
      headers: new Map(),
    });
  });

  it('that is no JSON is a body as it stands', () => {
    expect(fromJobData(new UnparsedData('{"a": tru')).body.toString()).toBe('{"a": tru');
  });
});
