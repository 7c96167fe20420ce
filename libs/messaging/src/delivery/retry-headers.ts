import { headerText, type MessageHeaders } from '@app/events';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';

const ATTEMPT = 'retry-attempt';
const FIRST_FAILED_AT = 'retry-first-failed-at';
const FAILED_AT = 'retry-failed-at';

/** Of a message that fails for days, the latest are told. */
const MAX_TIMES = 20;

/** What a message remembers of its failures while it travels through a delay queue. */
export interface RetryState {
  /** The attempt that comes next; 1 on a message that never failed. */
  readonly attempt: number;
  readonly firstFailedAt?: Date | undefined;
  /** When it failed, one after the other; the latest 20. */
  readonly failedAt?: readonly Date[] | undefined;
}

/** After one more failure. `firstFailedAt` stays what it was. */
export function afterFailure(state: RetryState, now: Date): RetryState {
  const { attempt, firstFailedAt = now } = state;
  return { attempt: attempt + 1, firstFailedAt, failedAt: failureTimes(state, now) };
}

/** The times of all failures that are known, `now` the last. */
export function failureTimes({ failedAt = [] }: Pick<RetryState, 'failedAt'>, now: Date): Date[] {
  return [...failedAt, now].slice(-MAX_TIMES);
}

/** The headers that carry `state` to the next delivery. */
export function retryHeaders(state: RetryState): Map<string, string> {
  const headers = new Map([[ATTEMPT, String(state.attempt)]]);
  if (state.firstFailedAt) headers.set(FIRST_FAILED_AT, state.firstFailedAt.toISOString());
  if (state.failedAt && state.failedAt.length > 0) {
    headers.set(FAILED_AT, state.failedAt.map((it) => it.toISOString()).join(','));
  }
  return headers;
}

/** `headers` as the producer sent them, for a dead letter or a fresh start. */
export function withoutRetryHeaders(headers: MessageHeaders): MessageHeaders {
  const kept = new Map(headers);
  kept.delete(ATTEMPT);
  kept.delete(FIRST_FAILED_AT);
  kept.delete(FAILED_AT);
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
  const failedAt = headerText(headers, FAILED_AT);
  return {
    attempt: Number(attempt),
    ...(firstFailedAt !== undefined && { firstFailedAt: readTime(FIRST_FAILED_AT, firstFailedAt) }),
    ...(failedAt !== undefined && { failedAt: readTimes(failedAt) }),
  };
}

function readTimes(text: string): Date[] {
  const times = text.split(',', MAX_TIMES + 1);
  if (times.length > MAX_TIMES) {
    throw new HostileHeadersError(`Header ${FAILED_AT} has more than ${MAX_TIMES} times.`);
  }
  return times.map((time) => readTime(FAILED_AT, time));
}

function readTime(header: string, text: string): Date {
  const date = new Date(text);
  // Years beyond four digits are valid ISO 8601, but not RFC 3339.
  const isRfc3339 = /^[0-9]{4}-/.test(text) && !Number.isNaN(date.getTime());
  if (!isRfc3339 || date.toISOString() !== text) {
    throw new HostileHeadersError(`Header ${header} is not an RFC 3339 time in UTC.`);
  }
  return date;
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
