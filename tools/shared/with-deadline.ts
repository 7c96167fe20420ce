/**
 * Runs `work` with a signal that is aborted when one of `others` is, or when the time is up.
 *
 * `AbortSignal.any([AbortSignal.timeout(…)])` would do, but Node 20 forgets such a timeout at the
 * next garbage collection: https://github.com/nodejs/node/issues/57736
 */
export async function withDeadline<T>(
  deadlineMs: number,
  others: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const timeUp = new AbortController();
  const reason = new Error(`not done within ${deadlineMs / 1_000} s`);
  const timer = setTimeout(() => timeUp.abort(reason), deadlineMs);
  try {
    return await work(AbortSignal.any([...others, timeUp.signal]));
  } finally {
    clearTimeout(timer);
  }
}
