/** Waits that double with each failure in a row. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** @param failures in a row, from 1 */
export function backoffMs({ firstMs, longestMs }: Backoff, failures: number): number {
  // Doubling stops where it is beyond any wait.
  return Math.min(firstMs * 2 ** Math.min(failures - 1, 50), longestMs);
}
