import type { Clock } from '../app/clock.js';

/** Waits for `ms`, or until one of `signals` is aborted. */
export async function sleep(
  clock: Clock,
  ms: number,
  signals: readonly AbortSignal[] = [],
): Promise<void> {
  if (signals.some((signal) => signal.aborted)) return;
  await new Promise<void>((resolve) => {
    const wake = () => {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.after(ms, wake);
    for (const signal of signals) signal.addEventListener('abort', wake);
  });
}
