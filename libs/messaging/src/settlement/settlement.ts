import type { DeadLetterReason } from './dead-letter-reason.js';

/** What shall become of a delivery. A value: the broker's adapter only applies it. */
export type Settlement =
  | { readonly kind: 'ack' }
  | {
      readonly kind: 'retry';
      readonly delayMs: number;
      readonly error: Error;
      /** False for a hand-back: the next delivery has the same attempt number. */
      readonly costsAttempt: boolean;
    }
  | { readonly kind: 'dead-letter'; readonly reason: DeadLetterReason; readonly error: Error };

export const ACK: Settlement = Object.freeze({ kind: 'ack' });
