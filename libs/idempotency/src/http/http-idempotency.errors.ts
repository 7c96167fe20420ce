import { MessagingError } from '@app/events';

/**
 * Refuses a request because of its `Idempotency-Key`. `HttpModule` answers with `statusCode`, `code`
 * and the message as problem+json.
 */
export abstract class HttpIdempotencyError extends MessagingError {
  abstract readonly statusCode: number;
}

export class IdempotencyKeyInvalidError extends HttpIdempotencyError {
  readonly code = 'IDEMPOTENCY_KEY_INVALID';
  readonly statusCode = 400;

  constructor() {
    super('Send one Idempotency-Key of 1 to 255 printable ASCII characters, such as a UUID.');
  }
}

export class IdempotencyInProgressError extends HttpIdempotencyError {
  readonly code = 'IDEMPOTENCY_IN_PROGRESS';
  readonly statusCode = 409;
  readonly retryAfterSeconds = 1;

  constructor() {
    super('A request with this Idempotency-Key is in progress. Repeat it later for its answer.');
  }
}

export class IdempotencyKeyReusedError extends HttpIdempotencyError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  readonly statusCode = 422;

  constructor() {
    super('This Idempotency-Key was used for another request. Send a new key with a new request.');
  }
}
