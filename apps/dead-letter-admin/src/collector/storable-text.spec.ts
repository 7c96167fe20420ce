import { describe, expect, it } from '@jest/globals';
import { indexedText, MAX_INDEXED_CHARS, storableText } from './storable-text.js';

describe('storableText', () => {
  it.each([
    ['plain', 'plain'],
    ['a\0b', 'a\ufffdb'],
    ['half \ud83d pair', 'half \ufffd pair'],
    ['half \udea2 pair', 'half \ufffd pair'],
    ['whole 🚢', 'whole 🚢'],
    ['\n\t', '\n\t'],
  ])('of %j is %j', (text, stored) => {
    expect(storableText(text)).toBe(stored);
  });

  it('leaves no half where it cuts a pair', () => {
    expect(storableText('a🚢', 2)).toBe('a\ufffd');
  });

  it('is short enough for an index', () => {
    expect(indexedText('🚢'.repeat(MAX_INDEXED_CHARS))).toHaveLength(MAX_INDEXED_CHARS);
    expect(indexedText(undefined)).toBeNull();
  });
});
