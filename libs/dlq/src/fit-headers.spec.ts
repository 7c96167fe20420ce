import { describe, expect, it } from '@jest/globals';
import { fitHeaders } from './fit-headers.js';

describe('fitHeaders', () => {
  it('keeps all while they fit, bytes unchanged', () => {
    const bytes = Buffer.from([0, 255]);
    const headers = new Map<string, string | Buffer>([
      ['tenant', 'Köln'],
      ['signature', bytes],
    ]);

    expect(fitHeaders(headers)).toEqual({ kept: headers, dropped: [] });
    expect(fitHeaders(headers).kept).not.toBe(headers);
  });

  it('drops what does not fit and keeps what fits behind it', () => {
    const headers = new Map([
      ['first', 'x'],
      ['huge', 'x'.repeat(64 * 1024)],
      ['last', 'x'],
    ]);

    const { kept, dropped } = fitHeaders(headers);

    expect([...kept.keys()]).toEqual(['first', 'last']);
    expect(dropped).toEqual(['huge']);
  });

  it('counts bytes, not characters', () => {
    const { dropped } = fitHeaders(new Map([['city', 'ö'.repeat(40 * 1024)]]));

    expect(dropped).toEqual(['city']);
  });

  it('names at most twenty, each by its first hundred characters', () => {
    const huge = 'x'.repeat(70 * 1024);
    const headers = new Map(
      Array.from({ length: 50 }, (_, i) => [`${i}${'n'.repeat(5_000)}`, huge] as const),
    );

    const { dropped } = fitHeaders(headers);

    expect(dropped).toHaveLength(20);
    expect(dropped.every((name) => name.length === 100)).toBe(true);
  });
});
