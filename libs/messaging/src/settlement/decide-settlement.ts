import { DecodeError } from '@app/events';
import { HandBackError } from '../errors/hand-back.error.js';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';
import { UnrecoverableError } from '../errors/unrecoverable.error.js';
import { DeadLetterError } from './dead-letter.error.js';
import { isDeadLetterReason } from './dead-letter-reason.js';
import { isGuardDenial } from './guard-denial.js';
import { retryDelayMs, type RetryPolicy } from './retry-policy.js';
import type { Settlement } from './settlement.js';

/** What else bears on an outcome. */
export interface Circumstances {
  /** The failure opened the consumer's breaker, or came while it was open: not the message's fault. */
  readonly isBreakerOpen?: boolean;
  readonly random?: () => number;
}

/**
 * The one place where the outcome of a failure is decided. An error that nobody classified is
 * worth another try; permanence is explicit.
 * @param attempt the attempt that failed, from 1
 */
export function decideSettlement(
  error: Error,
  attempt: number,
  policy: RetryPolicy,
  { isBreakerOpen = false, random = Math.random }: Circumstances = {},
): Settlement {
  if (error instanceof HandBackError) {
    return { kind: 'retry', delayMs: error.delayMs, error, costsAttempt: false };
  }
  if (error instanceof DeadLetterError) {
    return { kind: 'dead-letter', reason: error.code, error };
  }
  if (error instanceof DecodeError || error instanceof HostileHeadersError) {
    return { kind: 'dead-letter', reason: error.code, error };
  }
  if (error instanceof UnrecoverableError) {
    const reason = isDeadLetterReason(error.code) ? error.code : 'UNRECOVERABLE';
    return { kind: 'dead-letter', reason, error };
  }
  if (isGuardDenial(error)) {
    return { kind: 'dead-letter', reason: 'FORBIDDEN', error };
  }
  if (attempt > policy.maxRetries && !isBreakerOpen) {
    return { kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED', error };
  }
  return {
    kind: 'retry',
    delayMs: retryDelayMs(policy, attempt, random),
    error,
    costsAttempt: !isBreakerOpen,
  };
}
