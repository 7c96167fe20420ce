import { IdempotencyKeyInvalidError } from './http-idempotency.errors.js';

const MAX_LENGTH = 255;

/** RFC 8941, section 3.3.3 (`sf-string`): printable ASCII, in which `"` and `\\` are escaped. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/** Printable ASCII that doesn't begin like an `sf-string`. */
const BARE = /^(?!")[\x20-\x7e]+$/;

/**
 * The draft wants a structured string, `"8e03978e"`; most clients send it bare, as Stripe takes it.
 * Both mean the same key.
 * @param lines as they were sent
 * @returns undefined where there is none
 * @throws IdempotencyKeyInvalidError
 */
export function readIdempotencyKey(lines: readonly string[] | undefined): string | undefined {
  const [line, ...others] = lines ?? [];
  if (line === undefined) return undefined;
  const key = QUOTED.exec(line)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? BARE.exec(line)?.[0];
  if (others.length > 0 || key === undefined || key.length > MAX_LENGTH || key.trim() === '') {
    throw new IdempotencyKeyInvalidError();
  }
  return key;
}
