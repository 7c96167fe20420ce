import { types } from 'node:util';

/** Errors of another realm (jest, a vm) are no instance of this one's Error. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
