import { expect, it } from '@jest/globals';
import { HandBackError } from '@app/messaging';
import { retryAfterSeconds } from './retry-after.js';

it.each([
  ['an error that says it', Object.assign(new Error('full'), { retryAfterSeconds: 10 }), 10],
  ['what passes by itself', new HandBackError('busy', 1_200), 2],
  ['what may be repeated at once', new HandBackError('busy', 0), 1],
  ['any other error', new Error('no'), undefined],
  ['what is no error', 'no', undefined],
])('knows when to come again after %s', (_, error, expected) => {
  expect(retryAfterSeconds(error)).toBe(expected);
});
