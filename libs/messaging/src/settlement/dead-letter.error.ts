import { MessagingError } from '@app/events';
import type { DeadLetterReason } from './dead-letter-reason.js';

/** The pipeline itself found that a message can't be handled; `code` is the dead-letter reason. */
export class DeadLetterError extends MessagingError {
  constructor(
    readonly code: DeadLetterReason,
    message: string,
  ) {
    super(message);
  }
}
