import { inspect, types } from 'node:util';

/** Handlers may throw anything; everything behind them deals with errors only. */
export function toError(thrown: unknown): Error {
  // Errors of another realm (jest, a vm) are no instance of this one's Error.
  if (thrown instanceof Error || types.isNativeError(thrown)) return thrown;
  const description = typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 1 });
  return new Error(`A handler threw what is not an Error: ${description}`, { cause: thrown });
}
