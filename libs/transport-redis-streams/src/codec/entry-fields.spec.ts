import { describe, expect, it } from '@jest/globals';
import { readFields, writeFields } from './entry-fields.js';

const bytes = Buffer.from([0xff, 0xfe, 0x00]);
const asRead = (fields: readonly (string | Buffer)[]) =>
  fields.map((it) => (typeof it === 'string' ? Buffer.from(it) : it));

describe('fields of an entry', () => {
  it('carry body, key and headers there and back', () => {
    const headers = new Map<string, string | Buffer>([
      ['text', 'größer'],
      ['empty', ''],
      ['bytes', bytes],
      ['__proto__', 'mine'],
      ['body', 'a header, not the body'],
    ]);

    const read = readFields(asRead(writeFields({ body: bytes, key: 'ké', headers })));

    expect(read).toEqual({ body: bytes, key: 'ké', headers, foreign: [] });
  });

  it('of other writers read as headers, and stay as they are beside', () => {
    const read = readFields(asRead(['temperature', '21', 'body', '{}', 'picture', bytes]));

    expect([...read.headers]).toEqual([
      ['temperature', '21'],
      ['picture', bytes],
    ]);
    expect(read.body.toString()).toBe('{}');
    expect(read.key).toBeUndefined();
    expect(read.foreign).toEqual(asRead(['temperature', '21', 'picture', bytes]));
  });

  it('count with their last value where a name comes twice, and ours before others', () => {
    const read = readFields(
      asRead(['h:a', '1', 'a', 'foreign', 'h:a', '2', 'body', 'x', 'body', 'y']),
    );

    expect(read.headers.get('a')).toBe('2');
    expect(read.body.toString()).toBe('y');
  });
});
