import {
  MessageTooLargeError,
  UnknownDestinationError,
  UnroutableMessageError,
} from '@app/messaging';

const FIRST_DELAY_MS = 500;
/** A broker that is down comes back by itself, and then its messages shouldn't wait for long. */
const MAX_DELAY_MS = 5_000;
/** Somebody must change a topology or a message first. */
const MAX_DELAY_WHEN_REFUSED_MS = 60_000;

/**
 * How long a key waits after its publishing failed: exponential, bounded.
 * @param failures in a row, this one included
 */
export function retryDelayMs(error: Error, failures: number): number {
  const refused =
    error instanceof UnroutableMessageError ||
    error instanceof MessageTooLargeError ||
    error instanceof UnknownDestinationError;
  const bound = refused ? MAX_DELAY_WHEN_REFUSED_MS : MAX_DELAY_MS;
  return Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 16), bound);
}
