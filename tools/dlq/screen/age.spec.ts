import { expect, it } from '@jest/globals';
import { age } from './age.js';

const now = Date.parse('2026-11-22T12:00:00Z');

it.each([
  ['2026-11-22T12:00:05Z', '0s'],
  ['2026-11-22T11:59:01Z', '59s'],
  ['2026-11-22T11:00:01Z', '59m'],
  ['2026-11-21T12:00:00Z', '24h'],
  ['2026-11-13T12:00:00Z', '9d'],
])('says how long ago %s was: %s', (time, expected) => {
  expect(age(time, now)).toBe(expected);
});
