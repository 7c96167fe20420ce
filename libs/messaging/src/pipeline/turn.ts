import type { Passage } from '../breaker/circuit-breaker.js';

/** How a delivery came to be processed now. */
export interface Turn {
  /** How it came past the consumer's breaker. Default: `free`. */
  readonly passage?: Passage;
  /** Aborted when the app stops: what runs may finish, nothing starts. */
  readonly stopping?: AbortSignal;
}
