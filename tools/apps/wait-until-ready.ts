import { setTimeout as sleep } from 'node:timers/promises';
import type { AppExit } from './apps.js';

export interface WaitUntilReadyOptions {
  readonly timeoutMs: number;
  /** Resolves when the app is gone, which ends the wait. */
  readonly ended: Promise<AppExit>;
  readonly signal?: AbortSignal;
  /** @param why `ended with exit code 1` */
  fail(why: string): Error;
}

const intervalMs = 50;

/**
 * Asks for readiness until the answer is 200.
 * @throws what `fail` makes, when the app ends or the time is over; the reason of `signal`
 */
export async function waitUntilReady(url: string, options: WaitUntilReadyOptions): Promise<void> {
  const { timeoutMs, ended, signal, fail } = options;
  let exit: AppExit | undefined;
  void ended.then((how) => (exit = how));
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    signal?.throwIfAborted();
    if (exit) throw fail(`ended before it was ready (${exit.signal ?? `exit code ${exit.code}`})`);
    const answer = await askReadiness(url);
    if (answer.isReady) return;
    last = answer.text;
    await sleep(intervalMs);
  }
  throw fail(`is not ready within ${timeoutMs / 1000} s (${last})`);
}

export interface Readiness {
  readonly isReady: boolean;
  /** What it answered, or why it didn't. */
  readonly text: string;
}

/** Never rejects: who doesn't answer isn't ready. */
export async function askReadiness(url: string): Promise<Readiness> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    return { isReady: response.ok, text: (await response.text()).trim() };
  } catch (error) {
    return { isReady: false, text: error instanceof Error ? error.message : String(error) };
  }
}
