import { inspect } from 'node:util';
import { isError } from './is-error.js';

/** Anything may be thrown; everything behind this deals with errors only. */
export function toError(thrown: unknown): Error {
  if (isError(thrown)) return thrown;
  const description = typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 1 });
  return new Error(`Thrown was what is not an Error: ${description}`, { cause: thrown });
}
