import { expect, it } from '@jest/globals';
import { plainText } from './plain-text.js';

it.each(['a', 'Zoë 🎹', 'x'.repeat(10)])('takes %j', (text) => {
  expect(plainText(10).safeParse(text).success).toBe(true);
});

it.each(['', 'x'.repeat(11), 'a\u0000', 'line\nbreak', '\u007f', '\u0085', 'half \ud83c'])(
  'refuses %j',
  (text) => {
    expect(plainText(10).safeParse(text).success).toBe(false);
  },
);
