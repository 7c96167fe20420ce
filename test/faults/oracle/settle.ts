import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Ledger, Standing } from './ledger.js';

const pollMs = 1_000;

export interface SettleOptions {
  /** Longer than any wait that the system may have between two signs of life. */
  readonly quietMs: number;
  readonly mostMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Waits until nothing moves any more.
 * @param isRight ends the wait at once: there is nothing left to come
 */
export async function whenSettled(
  ledger: Ledger,
  isRight: () => Promise<boolean>,
  { quietMs, mostMs, signal }: SettleOptions,
  onStanding: (standing: Standing) => void,
): Promise<void> {
  const deadlineMs = Date.now() + mostMs;
  let last: Standing | undefined;
  let movedMs = Date.now();
  while (Date.now() < deadlineMs && Date.now() - movedMs < quietMs && !signal.aborted) {
    const standing = await ledger.standing();
    onStanding(standing);
    if (!isDeepStrictEqual(standing, last)) movedMs = Date.now();
    last = standing;
    const isDone = standing.orders === standing.completed + standing.cancelled;
    if (isDone && standing.unpublished === 0 && (await isRight())) return;
    await sleep(pollMs);
  }
}
