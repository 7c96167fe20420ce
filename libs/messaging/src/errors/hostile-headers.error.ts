import { MessagingError } from '@app/events';

/** Headers that nobody with good intent sends: forged retry bookkeeping, or far too many. */
export class HostileHeadersError extends MessagingError {
  readonly code = 'HOSTILE_HEADERS';
}
