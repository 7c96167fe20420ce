import { describe, expect, it } from '@jest/globals';
import { ForbiddenException, UnauthorizedException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { DecodeError } from '@app/events';
import { HandBackError } from '../errors/hand-back.error.js';
import { HostileHeadersError } from '../errors/hostile-headers.error.js';
import { IdempotencyMismatchError } from '../errors/idempotency-mismatch.error.js';
import { UnrecoverableError } from '../errors/unrecoverable.error.js';
import { DeadLetterError } from './dead-letter.error.js';
import { decideSettlement } from './decide-settlement.js';

class CardStolenError extends UnrecoverableError {
  override readonly code = 'CARD_STOLEN';
}

const policy = { maxRetries: 2, initialDelayMs: 1_000, maxDelayMs: 60_000 };
const decide = (error: Error, attempt: number) =>
  decideSettlement(error, attempt, policy, { random: () => 1 });

describe('decideSettlement', () => {
  const failure = new Error('database is away');

  it.each([
    ['plain error', failure, 1, { kind: 'retry', delayMs: 1_000, costsAttempt: true }],
    ['plain error', failure, 2, { kind: 'retry', delayMs: 2_000, costsAttempt: true }],
    ['plain error', failure, 3, { kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED' }],
    ['plain error', failure, 999_999, { kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED' }],
    [
      'hand-back',
      new HandBackError('in flight', 250),
      1,
      { kind: 'retry', delayMs: 250, costsAttempt: false },
    ],
    [
      'hand-back past the last attempt',
      new HandBackError('in flight'),
      99,
      { kind: 'retry', delayMs: 1_000, costsAttempt: false },
    ],
    ['decode error', new DecodeError('INVALID_JSON', ''), 1, { reason: 'INVALID_JSON' }],
    ['schema mismatch', new DecodeError('SCHEMA_MISMATCH', ''), 1, { reason: 'SCHEMA_MISMATCH' }],
    ['hostile headers', new HostileHeadersError(''), 1, { reason: 'HOSTILE_HEADERS' }],
    ['own finding', new DeadLetterError('NO_HANDLER', ''), 1, { reason: 'NO_HANDLER' }],
    ['unrecoverable', new UnrecoverableError(''), 1, { reason: 'UNRECOVERABLE' }],
    ['kind of unrecoverable', new CardStolenError(''), 1, { reason: 'UNRECOVERABLE' }],
    ['reused key', new IdempotencyMismatchError(''), 1, { reason: 'IDEMPOTENCY_MISMATCH' }],
    ['guard', new RpcException('Forbidden resource'), 1, { reason: 'FORBIDDEN' }],
    ['guard that throws', new ForbiddenException(), 1, { reason: 'FORBIDDEN' }],
    ['another RPC error', new RpcException('busy'), 1, { kind: 'retry', costsAttempt: true }],
    ['another HTTP error', new UnauthorizedException(), 1, { kind: 'retry' }],
  ])('%s (%s, attempt %i)', (_, error, attempt, expected) => {
    const settlement = decide(error, attempt);

    expect(settlement).toMatchObject({ kind: 'dead-letter', ...expected, error });
  });

  it.each([1, 2, 3, 99])('costs no attempt while the breaker is open (attempt %i)', (attempt) => {
    const settlement = decideSettlement(failure, attempt, policy, { isBreakerOpen: true });

    expect(settlement).toMatchObject({ kind: 'retry', costsAttempt: false, error: failure });
  });

  it('sets aside under an open breaker what no retry can help', () => {
    const error = new UnrecoverableError('');
    const settlement = decideSettlement(error, 1, policy, { isBreakerOpen: true });

    expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'UNRECOVERABLE' });
  });

  it('makes a dead letter at the first failure where no retries are wanted', () => {
    const settlement = decideSettlement(failure, 1, { ...policy, maxRetries: 0 });

    expect(settlement).toMatchObject({ kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED' });
  });
});
