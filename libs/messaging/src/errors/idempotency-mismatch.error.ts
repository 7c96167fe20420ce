import { UnrecoverableError } from './unrecoverable.error.js';

/** One idempotency key, two payloads: someone reused a key, and we can't know which they mean. */
export class IdempotencyMismatchError extends UnrecoverableError {
  override readonly code = 'IDEMPOTENCY_MISMATCH';
}
