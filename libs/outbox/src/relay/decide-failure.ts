import {
  backoffMs,
  MessageTooLargeError,
  UnknownDestinationError,
  UnpublishableMessageError,
  UnroutableMessageError,
} from '@app/messaging';
import { OutboxRowInvalidError } from '../outbox.errors.js';

/** A broker that is down comes back by itself, and then its messages shouldn't wait for long. */
const WHILE_DOWN = { firstMs: 500, longestMs: 5_000 };
/** Somebody must change a topology first. */
const WHEN_REFUSED = { firstMs: 500, longestMs: 60_000 };

/** What was known of a row's key when it could not be published. */
export interface FailureHistory {
  /** In a row, this one included. */
  readonly failures: number;
  /** How long ago the first of the refusals was that came last, with nothing else between them. */
  readonly refusedForMs: number | undefined;
}

export type FailureOutcome =
  /** Its key waits. */
  | { readonly kind: 'hold'; readonly delayMs: number; readonly refusedForMs: number | undefined }
  /** Trying again can't help: somebody has to decide, and until then its key waits. */
  | { readonly kind: 'set-aside' };

/**
 * What becomes of a row that could not be published. One that can't be carried as it is is set
 * aside at once. A destination that isn't there may be about to come (a rollout in progress, a
 * queue that is being bound again), so that takes `patienceMs`. Whatever else went wrong is over
 * some day, and the row waits for that.
 */
export function decideFailure(
  error: Error,
  { failures, refusedForMs }: FailureHistory,
  patienceMs: number,
): FailureOutcome {
  if (isHopeless(error)) return { kind: 'set-aside' };
  if (!isRefusal(error)) {
    return { kind: 'hold', delayMs: backoffMs(WHILE_DOWN, failures), refusedForMs: undefined };
  }
  const forMs = refusedForMs ?? 0;
  if (forMs >= patienceMs) return { kind: 'set-aside' };
  return { kind: 'hold', delayMs: backoffMs(WHEN_REFUSED, failures), refusedForMs: forMs };
}

function isHopeless(error: Error): boolean {
  return (
    error instanceof MessageTooLargeError ||
    error instanceof UnpublishableMessageError ||
    error instanceof OutboxRowInvalidError
  );
}

function isRefusal(error: Error): boolean {
  return error instanceof UnroutableMessageError || error instanceof UnknownDestinationError;
}
