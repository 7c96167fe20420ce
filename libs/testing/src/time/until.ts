const INTERVAL_MS = 10;

export interface UntilOptions {
  /** Default 5,000. */
  readonly timeoutMs?: number;
  /** What is awaited, for the failure's message: `order 7 to be completed`. */
  readonly what?: string;
}

/**
 * Awaits something observable: asks `probe` every few milliseconds until it gives a value other
 * than false, null or undefined. A probe that throws is asked again.
 * @returns that value
 * @throws Error naming what was awaited, with the probe's last answer, once the time is over
 */
export async function until<T>(
  probe: () => T | Promise<T>,
  { timeoutMs = 5_000, what = 'the condition' }: UntilOptions = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask(probe);
    if ('value' in answer && isThere(answer.value)) return answer.value;
    if (Date.now() >= deadline) {
      const last = 'value' in answer ? String(answer.value) : String(answer.error);
      throw new Error(`Waited ${timeoutMs} ms for ${what}, in vain. Last seen: ${last}.`, {
        cause: 'error' in answer ? answer.error : undefined,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}

async function ask<T>(probe: () => T | Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await probe() };
  } catch (error) {
    return { error };
  }
}

function isThere<T>(value: T): value is NonNullable<Exclude<T, false>> {
  return value !== false && value !== null && value !== undefined;
}
