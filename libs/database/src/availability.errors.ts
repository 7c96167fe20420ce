import { HandBackError } from '@app/messaging';

/**
 * The server can't be reached, or no connection of the pool came free. A delivery is handed back
 * at no cost; HTTP answers 503. After a lost COMMIT it may have been done: repeat it with the same
 * idempotency key.
 */
export class DatabaseUnavailableError extends HandBackError {
  override readonly code = 'DATABASE_UNAVAILABLE';
  readonly statusCode = 503;
}

/**
 * Another transaction was in the way: lock timeout, deadlock or serialization failure. Nothing was
 * done; trying again helps. A delivery is handed back at no cost; HTTP answers 503.
 */
export class DatabaseBusyError extends HandBackError {
  override readonly code = 'DATABASE_BUSY';
  readonly statusCode = 503;
}
