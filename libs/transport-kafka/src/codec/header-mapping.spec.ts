import { describe, expect, it } from '@jest/globals';
import { readHeaders, writeHeaders } from './header-mapping.js';

const bytes = Buffer.from([0xff, 0xfe, 0x00]);

describe('readHeaders', () => {
  it('reads UTF-8 as text and leaves everything else as it is', () => {
    const read = readHeaders({ text: Buffer.from('größer'), bytes });

    expect([...read]).toEqual([
      ['text', 'größer'],
      ['bytes', bytes],
    ]);
  });

  it('takes the last of several values', () => {
    const values = [Buffer.from('first'), Buffer.from('last')];

    expect(readHeaders({ twice: values }).get('twice')).toBe('last');
  });

  it('reads a header without a value as an empty text', () => {
    expect(readHeaders({ empty: undefined }).get('empty')).toBe('');
  });
});

describe('writeHeaders', () => {
  it('writes a name that looks like a prototype as what it is', () => {
    const written = writeHeaders(new Map([['__proto__', 'mine']]));

    expect(Object.entries(written)).toEqual([['__proto__', 'mine']]);
  });
});
