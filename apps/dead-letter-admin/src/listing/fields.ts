import { z } from 'zod';

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: `takes one of ${words.join(', ')}` });
}

/** `isTrimmed`: without the spaces around it, also where it is counted. */
export function textFrom(least: number, most: number, { isTrimmed = false } = {}) {
  const error = `takes ${least} to ${most} characters`;
  const text = z.string({ error });
  return (isTrimmed ? text.trim() : text).min(least, { error }).max(most, { error });
}

export const isoTime = z.iso.datetime({
  offset: true,
  error: 'takes a time like 2026-11-22T03:00:00Z',
});

/** Both ends are allowed. */
export function numberFrom(least: number, most: number) {
  const error = `takes a number from ${least} to ${most}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}

export function wholeNumberFrom(least: number, most = Number.MAX_SAFE_INTEGER) {
  const error = wholeNumbers(least, most);
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** The same, in the query of an address. */
export function wholeNumberOfQuery(least: number, most: number) {
  const error = wholeNumbers(least, most);
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

function wholeNumbers(least: number, most: number): string {
  const end = most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`;
  return `takes a whole number from ${least}${end}`;
}
