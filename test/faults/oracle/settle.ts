import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Ledger, Standing } from './ledger.js';

const pollMs = 1_000;

export interface SettleOptions {
  /** Longer than any wait that the system may have between two signs of life. */
  readonly quietMs: number;
  readonly mostMs: number;
  /** Orders that never come to an end. */
  readonly doomed: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Waits until nothing moves any more.
 * @param isRight ends the wait at once: there is nothing left to come
 */
export async function whenSettled(
  ledger: Pick<Ledger, 'standing'>,
  isRight: () => Promise<boolean>,
  { quietMs, mostMs, doomed, signal }: SettleOptions,
  onStanding: (standing: Standing) => void,
): Promise<void> {
  const deadlineMs = performance.now() + mostMs;
  let last: Standing | undefined;
  let movedMs = performance.now();
  const isOver = () =>
    signal.aborted || performance.now() > deadlineMs || performance.now() - movedMs > quietMs;
  while (!isOver()) {
    const standing = await ledger.standing();
    onStanding(standing);
    if (!isDeepStrictEqual(standing, last)) movedMs = performance.now();
    last = standing;
    const open = standing.orders - standing.completed - standing.cancelled;
    if (open <= doomed && standing.unpublished === 0 && (await isRight())) return;
    await sleep(pollMs);
  }
}
