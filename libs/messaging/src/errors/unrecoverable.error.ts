import { MessagingError } from '@app/events';

/** Thrown by a handler when trying again can't help: the message becomes a dead letter at once. */
export class UnrecoverableError extends MessagingError {
  readonly code: string = 'UNRECOVERABLE';
}
