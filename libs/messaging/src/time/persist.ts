import type { Clock } from '../app/clock.js';
import { backoffMs, type Backoff } from './backoff.js';
import { sleep } from './sleep.js';

export interface Persistence {
  readonly backoff: Backoff;
  readonly clock: Clock;
  /** One of them aborted: it is not worth another try. */
  readonly signals: readonly AbortSignal[];
  /** Told of each failed try, and of the wait before the next one. */
  readonly onFailure: (error: unknown, delayMs: number) => void;
}

/** Tries until `work` succeeds. @returns false where the signals ended that before */
export async function persist(
  work: () => Promise<unknown>,
  { backoff, clock, signals, onFailure }: Persistence,
): Promise<boolean> {
  for (let failures = 1; ; failures++) {
    try {
      await work();
      return true;
    } catch (error) {
      const delayMs = backoffMs(backoff, failures);
      onFailure(error, delayMs);
      await sleep(clock, delayMs, signals);
    }
    if (signals.some((signal) => signal.aborted)) return false;
  }
}
