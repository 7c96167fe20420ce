import { MessagingError } from './messaging.error.js';

/** Why bytes are not an event that we can read. Each is also a dead-letter reason. */
export type DecodeFailure =
  | 'EMPTY_BODY'
  | 'INVALID_UTF8'
  | 'INVALID_JSON'
  | 'NESTED_TOO_DEEP'
  | 'FORBIDDEN_KEY'
  | 'NOT_AN_EVENT'
  | 'UNSUPPORTED_SPECVERSION'
  | 'SCHEMA_MISMATCH';

/** The bytes are not an event. Trying again cannot help. */
export class DecodeError extends MessagingError {
  constructor(
    readonly code: DecodeFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
