/** When a breaker opens, and how it tries whether it may close. */
export interface BreakerPolicy {
  /**
   * It opens when the first attempts of so many messages in a row fail, however long that takes,
   * and nothing succeeds in between: an outage is seen at once, and in a quiet queue too.
   */
  readonly inARow: number;
  /** It opens, too, when at least this share of first attempts fails: more than 0, at most 1. */
  readonly failureRate: number;
  /** Fewer first attempts in the window say nothing. */
  readonly minimum: number;
  readonly windowMs: number;
  /** While it is open, one delivery is tried each time that so much has passed. */
  readonly pauseMs: number;
}
