/** Handlers may throw anything; everything behind them deals with errors only. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(`A handler threw what is not an Error: ${String(thrown)}`, { cause: thrown });
}
