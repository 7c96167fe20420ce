import type { Settlement } from '../settlement/settlement.js';

/** What an outcome says of the things that a handler depends on. */
export type Verdict = 'success' | 'failure' | 'neutral';

/**
 * A hand-back, a malformed message or an `UnrecoverableError` speaks of the message, or of what has
 * its own way to wait; neither says that a dependency is down, nor that it is up.
 */
export function verdictOf(settlement: Settlement): Verdict {
  switch (settlement.kind) {
    case 'ack':
      return 'success';
    case 'retry':
      return settlement.costsAttempt ? 'failure' : 'neutral';
    case 'dead-letter':
      return settlement.reason === 'RETRIES_EXHAUSTED' ? 'failure' : 'neutral';
    default:
      return settlement satisfies never;
  }
}
