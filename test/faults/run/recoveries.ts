import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../../tools/shared/error-text.js';
import type { Ledger } from '../oracle/ledger.js';

const withinMs = 180_000;
const lookMs = 200;

/**
 * From the end of a fault's harm until an order is finished that was placed after it: that one went
 * through every app and every broker.
 * @param note told why it can't be seen, where it can't
 * @returns undefined where the run was over before, Infinity where none was finished in three minutes
 */
export async function recoveryMs(
  ledger: Pick<Ledger, 'isFinishedSince'>,
  overAtMs: number,
  isGivenUp: () => boolean,
  note: (line: string) => void,
): Promise<number | undefined> {
  while (!isGivenUp() && Date.now() - overAtMs < withinMs) {
    try {
      if (await ledger.isFinishedSince(overAtMs)) return Date.now() - overAtMs;
    } catch (error) {
      note(`Recovery can't be seen: ${errorText(error)}`);
    }
    await sleep(lookMs);
  }
  return isGivenUp() ? undefined : Infinity;
}
