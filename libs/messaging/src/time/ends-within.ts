import type { Clock } from '../app/clock.js';
import { sleep } from './sleep.js';

/**
 * @returns whether `work` ended within `ms`
 * @throws what `work` rejects with in that time
 */
export async function endsWithin(
  clock: Clock,
  ms: number,
  work: Promise<unknown>,
): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(clock, ms, [over.signal]).then(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    over.abort();
  }
}
