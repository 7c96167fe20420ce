import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutToFit } from './cut-to-fit.js';

const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

describe('cutToFit', () => {
  it.each([
    ['what fits', 'plain', 5, 'plain'],
    ['one too many', 'plain!', 5, 'plain'],
    ['control characters, six bytes each', '\u0000\u0001\u001b', 12, '\u0000\u0001'],
    ['quotes, two bytes each', '"""', 4, '""'],
    ['an emoji, twelve bytes or none', 'a🚢', 12, 'a'],
    ['half a pair', 'a\ud83d', 20, 'a\ufffd'],
  ])('keeps of %s', (_, text, maxBytes, expected) => {
    expect(cutToFit(text, maxBytes)).toBe(expected);
  });

  it('never exceeds its limit once escaped, and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(300), (text, maxBytes) => {
        const kept = cutToFit(text, maxBytes);

        expect(escaped(kept).length - 2).toBeLessThanOrEqual(maxBytes);
        expect(text.startsWith(kept)).toBe(true);
      }),
    );
  });
});
