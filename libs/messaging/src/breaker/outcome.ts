import type { Verdict } from './verdict.js';

/** What became of a delivery, as far as a breaker wants to know. */
export interface Outcome {
  readonly verdict: Verdict;
  /** Only first attempts can open a breaker: one bad message, however often it fails, can't. */
  readonly isFirstAttempt: boolean;
  readonly error?: Error;
}
