import { IdempotencyMismatchError } from '@app/messaging';
import type { IdempotencyClaim } from './idempotency.store.js';

/** For a key that was completed with another payload. */
export function mismatch({ consumer, key }: IdempotencyClaim): IdempotencyMismatchError {
  return new IdempotencyMismatchError(
    `${consumer} has handled ${key} with another payload. ` +
      'Find out which of the two is meant, and send it with a key of its own.',
  );
}
