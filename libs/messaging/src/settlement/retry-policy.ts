/** How often and how long a failing message is tried again. */
export interface RetryPolicy {
  /** Retries after the first attempt; 0 means a dead letter at the first failure. */
  readonly maxRetries: number;
  /** Upper bound of the wait before the first retry; it doubles with each further one. */
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxRetries: 5,
  initialDelayMs: 1_000,
  maxDelayMs: 600_000,
};

/**
 * Exponential backoff with full jitter: a random share of the bound, so that messages that failed
 * together don't come back together.
 * @param attempt the attempt that failed, from 1
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, random = Math.random): number {
  // Doubling stops where it is beyond any delay: 0 * Infinity would be NaN.
  const factor = 2 ** Math.min(attempt - 1, 50);
  const bound = Math.min(policy.initialDelayMs * factor, policy.maxDelayMs);
  return Math.round(bound * random());
}
