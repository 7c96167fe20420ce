import { MessagingError } from '@app/events';

/**
 * Not now, through no fault of the message: a duplicate is in flight, a lock is taken, a store is
 * down. It is tried again after `delayMs`, and that costs no attempt.
 */
export class HandBackError extends MessagingError {
  readonly code: string = 'HAND_BACK';

  constructor(
    message: string,
    readonly delayMs = 1_000,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
