import { headerText, type MessageHeaders } from '@app/events';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';

const ATTEMPT = 'retry-attempt';
const FIRST_FAILED_AT = 'retry-first-failed-at';

/** What a message remembers of its failures while it travels through a delay queue. */
export interface RetryState {
  /** The attempt that comes next; 1 on a message that never failed. */
  readonly attempt: number;
  readonly firstFailedAt?: Date | undefined;
}

/** After one more failure. `firstFailedAt` stays what it was. */
export function afterFailure({ attempt, firstFailedAt }: RetryState, now: Date): RetryState {
  return { attempt: attempt + 1, firstFailedAt: firstFailedAt ?? now };
}

/** The headers that carry `state` to the next delivery. */
export function retryHeaders(state: RetryState): Map<string, string> {
  const headers = new Map([[ATTEMPT, String(state.attempt)]]);
  if (state.firstFailedAt) headers.set(FIRST_FAILED_AT, state.firstFailedAt.toISOString());
  return headers;
}

/** `headers` as the producer sent them, for a dead letter or a fresh start. */
export function withoutRetryHeaders(headers: MessageHeaders): MessageHeaders {
  const kept = new Map(headers);
  kept.delete(ATTEMPT);
  kept.delete(FIRST_FAILED_AT);
  return kept;
}

/**
 * Reads retry bookkeeping. Anyone could have written it, so what isn't exactly ours is hostile.
 * @throws HostileHeadersError
 */
export function readRetryState(headers: MessageHeaders): RetryState {
  const attempt = headerText(headers, ATTEMPT) ?? '1';
  if (!/^[1-9][0-9]{0,5}$/.test(attempt)) {
    throw new HostileHeadersError(`Header ${ATTEMPT} is not a positive number.`);
  }
  const firstFailedAt = headerText(headers, FIRST_FAILED_AT);
  if (firstFailedAt === undefined) return { attempt: Number(attempt) };

  const date = new Date(firstFailedAt);
  // Years beyond four digits are valid ISO 8601, but not RFC 3339.
  const isRfc3339 = /^[0-9]{4}-/.test(firstFailedAt) && !Number.isNaN(date.getTime());
  if (!isRfc3339 || date.toISOString() !== firstFailedAt) {
    throw new HostileHeadersError(`Header ${FIRST_FAILED_AT} is not an RFC 3339 time in UTC.`);
  }
  return { attempt: Number(attempt), firstFailedAt: date };
}

/** For adapters: the state, or a first attempt where the pipeline will refuse the headers anyway. */
export function retryStateOrFirst(headers: MessageHeaders): RetryState {
  try {
    return readRetryState(headers);
  } catch (error) {
    if (error instanceof HostileHeadersError) return { attempt: 1 };
    throw error;
  }
}
