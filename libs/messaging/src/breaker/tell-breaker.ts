import type { Delivery } from '../delivery/delivery.js';
import type { Consumer } from '../pipeline/consumer.js';
import { decideSettlement } from '../settlement/decide-settlement.js';
import type { Settlement } from '../settlement/settlement.js';
import type { Passage } from './circuit-breaker.js';
import { verdictOf } from './verdict.js';

interface Passed {
  readonly passage: Passage;
  /** False for a duplicate that was kept from its handler. */
  readonly isHandled: boolean;
}

/**
 * Tells the consumer's breaker what became of a delivery.
 * @returns the same, or what it is under an open breaker: a failure that opened it, or came while
 * it was open, costs no attempt
 */
export function tellBreaker(
  settlement: Settlement,
  delivery: Delivery,
  { breaker, retry }: Consumer,
  { passage, isHandled }: Passed,
): Settlement {
  if (!breaker) return settlement;
  const { attempt, signal } = delivery;
  // Who was told to stop fails for that, and a duplicate reached nothing that the handler needs.
  const saysNothing = signal.aborted || !isHandled;
  const verdict = saysNothing ? 'neutral' : verdictOf(settlement);
  const isFirstAttempt = attempt === 1;
  if (settlement.kind === 'ack') {
    breaker.report(passage, { verdict, isFirstAttempt });
    return settlement;
  }
  const { error } = settlement;
  breaker.report(passage, { verdict, isFirstAttempt, error });
  const isItsFault = verdict !== 'failure' || !breaker.isOpen;
  return isItsFault ? settlement : decideSettlement(error, attempt, retry, { isBreakerOpen: true });
}
