import { isNativeError } from 'node:util/types';
import pg from 'pg';
import { DatabaseBusyError, DatabaseUnavailableError } from './availability.errors.js';
import { TransactionIdleError } from './transaction.errors.js';

/** PostgreSQL manual, appendix A: lock_not_available, serialization_failure, deadlock_detected. */
const BUSY = new Set(['55P03', '40001', '40P01']);

/** admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections, the server's disk. */
const UNAVAILABLE = new Set(['57P01', '57P02', '57P03', '53300', '53100', '53200', '25006']);

const CONNECTION_EXCEPTION_CLASS = '08';
const IDLE_IN_TRANSACTION_TIMEOUT = '25P03';

const NETWORK = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** pg reports these without a code. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after)/;

/**
 * Tells what is no fault of the caller's from what is. The one place where errors of PostgreSQL
 * get a meaning: what helps to repeat becomes a `HandBackError`, anything else stays as it is.
 */
export function toDatabaseError(error: unknown): unknown {
  if (!isNativeError(error)) return error;
  const code = codeOf(error);
  if (code !== undefined && BUSY.has(code)) {
    return new DatabaseBusyError(`Another transaction was in the way: ${error.message}`, 250, {
      cause: error,
    });
  }
  if (code === IDLE_IN_TRANSACTION_TIMEOUT) {
    return new TransactionIdleError(
      'PostgreSQL ended the transaction because it was idle for too long. Move slow calls out of ' +
        'the transaction, or raise DATABASE_IDLE_IN_TRANSACTION_TIMEOUT_MS.',
      { cause: error },
    );
  }
  if (isUnavailable(error, code)) {
    return new DatabaseUnavailableError(`PostgreSQL is not available: ${error.message}`, 1_000, {
      cause: error,
    });
  }
  return error;
}

/** Whether the session itself is gone or in doubt, so that its connection can't be used again. */
export function endsSession(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return error.severity !== 'ERROR';
}

function isUnavailable(error: Error, code: string | undefined): boolean {
  if (code === undefined) return LOST_CONNECTION.test(error.message);
  if (error instanceof pg.DatabaseError) {
    return UNAVAILABLE.has(code) || code.startsWith(CONNECTION_EXCEPTION_CLASS);
  }
  return NETWORK.has(code);
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
