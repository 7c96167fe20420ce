import {
  backoffMs,
  MessageTooLargeError,
  UnknownDestinationError,
  UnroutableMessageError,
} from '@app/messaging';

/** A broker that is down comes back by itself, and then its messages shouldn't wait for long. */
const WHILE_DOWN = { firstMs: 500, longestMs: 5_000 };
/** Somebody must change a topology or a message first. */
const WHEN_REFUSED = { firstMs: 500, longestMs: 60_000 };

/**
 * How long a key waits after its publishing failed: exponential, bounded.
 * @param failures in a row, this one included
 */
export function holdDelayMs(error: Error, failures: number): number {
  const isRefused =
    error instanceof UnroutableMessageError ||
    error instanceof MessageTooLargeError ||
    error instanceof UnknownDestinationError;
  return backoffMs(isRefused ? WHEN_REFUSED : WHILE_DOWN, failures);
}
