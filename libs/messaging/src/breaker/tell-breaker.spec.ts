import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@app/testing';
import type { Delivery } from '../delivery/delivery.js';
import type { Consumer } from '../pipeline/consumer.js';
import { DEFAULT_RETRY_POLICY } from '../settlement/retry-policy.js';
import { ACK, type Settlement } from '../settlement/settlement.js';
import { CircuitBreaker, type Passage } from './circuit-breaker.js';
import { tellBreaker } from './tell-breaker.js';

const never = new AbortController().signal;
const error = new Error('provider is away');
const costly: Settlement = { kind: 'retry', delayMs: 1, error, costsAttempt: true };
const handBack: Settlement = { kind: 'retry', delayMs: 1, error, costsAttempt: false };
const exhausted: Settlement = { kind: 'dead-letter', reason: 'RETRIES_EXHAUSTED', error };
const malformed: Settlement = { kind: 'dead-letter', reason: 'INVALID_JSON', error };

function setUp(minimum: number) {
  const policy = { inARow: 100, failureRate: 0.5, minimum, windowMs: 1_000, pauseMs: 1_000 };
  const listener = { opened: () => undefined, closed: () => undefined };
  const breaker = new CircuitBreaker(policy, new ManualClock(), listener);
  const consumer = { breaker, retry: DEFAULT_RETRY_POLICY } as unknown as Consumer;
  const tell = (
    settlement: Settlement,
    attempt = 1,
    { signal = never, isHandled = true, passage = 'free' as Passage } = {},
  ) => {
    const delivery = { attempt, signal } as Delivery;
    return tellBreaker(settlement, delivery, consumer, { passage, isHandled });
  };
  return { breaker, tell };
}

describe('tellBreaker', () => {
  it('leaves the outcome as it is while the breaker is closed', () => {
    const { tell } = setUp(100);

    for (const it of [ACK, costly, handBack, exhausted, malformed]) expect(tell(it)).toBe(it);
  });

  it('charges neither the failure that opens the breaker nor those that follow', () => {
    const { breaker, tell } = setUp(2);

    expect(tell(costly)).toBe(costly);
    expect(tell(costly)).toMatchObject({ kind: 'retry', costsAttempt: false, error });
    expect(breaker.isOpen).toBe(true);
    expect(tell(costly, 3)).toMatchObject({ kind: 'retry', costsAttempt: false, error });
    expect(tell(exhausted, 6)).toMatchObject({ kind: 'retry', costsAttempt: false, error });
  });

  it('sets aside under an open breaker what is bad in itself', () => {
    const { tell } = setUp(1);
    tell(costly);

    expect(tell(malformed)).toBe(malformed);
    expect(tell(ACK)).toBe(ACK);
  });

  it('is opened by exhausted first attempts too, where no retries are wanted', () => {
    const { breaker, tell } = setUp(1);

    expect(tell(exhausted)).toMatchObject({ kind: 'retry', costsAttempt: false });
    expect(breaker.isOpen).toBe(true);
  });

  it('does not blame a dependency for who was told to stop', () => {
    const { breaker, tell } = setUp(1);
    tell(costly, 1, { signal: AbortSignal.abort() });

    expect(breaker.isOpen).toBe(false);
  });

  it('does not take a duplicate for a sign that a dependency is back', () => {
    const { breaker, tell } = setUp(1);
    tell(costly);

    tell(ACK, 2, { passage: 'trial', isHandled: false });

    expect(breaker.isOpen).toBe(true);
    tell(ACK, 2, { passage: 'trial' });
    expect(breaker.isOpen).toBe(false);
  });
});
