import { MessagingError } from '@app/events';

/** A group can't be rewound as it was asked for; the message says why, and what to do. */
export class RewindRefusedError extends MessagingError {
  readonly code = 'REWIND_REFUSED';
}
