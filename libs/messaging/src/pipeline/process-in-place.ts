import type { Clock } from '../app/clock.js';
import type { Delivery } from '../delivery/delivery.js';
import { afterFailure, type RetryState } from '../delivery/retry-headers.js';
import type { Settlement } from '../settlement/settlement.js';
import { sleep } from '../time/sleep.js';
import { processInTurn, type Turns } from './process-in-turn.js';

export interface InPlace extends Turns {
  readonly clock: Clock;
}

/** What a transport that retries in place has still to do. */
export interface Settled {
  /** Of the last attempt. */
  readonly delivery: Delivery;
  readonly settlement: Exclude<Settlement, { kind: 'retry' }>;
}

export interface InPlaceHooks {
  /** Asked before each attempt, last, with the slot in hand. */
  readonly mayStart?: () => Promise<boolean>;
  /** Told when the wait for the next attempt begins and ends. */
  readonly onWaiting?: (isWaiting: boolean) => void;
}

/**
 * Takes a message through its attempts where it is, for transports whose broker would charge, or
 * let pass, others for a retry of its own.
 * @param toDelivery the message at an attempt
 * @returns undefined where it isn't ours to settle any more, or the app stops
 */
export async function processInPlace(
  toDelivery: (state: RetryState) => Delivery,
  turns: InPlace,
  { mayStart, onWaiting }: InPlaceHooks = {},
): Promise<Settled | undefined> {
  const { clock, stopping } = turns;
  const { meter } = turns.consumer;
  let state: RetryState = { attempt: 1 };
  for (;;) {
    const delivery = toDelivery(state);
    const settlement = await processInTurn(delivery, turns, mayStart);
    // Whatever the handler says: someone else has the message now, and says so, too.
    if (!settlement || delivery.signal.aborted) return undefined;
    if (settlement.kind !== 'retry') return { delivery, settlement };
    if (settlement.costsAttempt) state = afterFailure(state, clock.now());
    onWaiting?.(true);
    if (meter) meter.parked += 1;
    await sleep(clock, settlement.delayMs, [stopping, delivery.signal]);
    if (meter) meter.parked -= 1;
    onWaiting?.(false);
  }
}
