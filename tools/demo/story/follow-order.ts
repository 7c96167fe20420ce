import type { Stage } from './act.js';

/** An order did not come as far as it should. */
export class OrderStuckError extends Error {
  constructor(missing: readonly string[], last: string | undefined, options?: ErrorOptions) {
    super(`no ${missing.join(' or ')} after ${last ?? 'nothing'}`, options);
    this.name = new.target.name;
  }
}

/**
 * Shows each step of an order as it happens, until all of `awaited` were seen, in any order:
 * facts of different services overtake each other.
 * @param placedAtMs by `performance.now()`
 * @throws OrderStuckError when the time is up or the feed breaks
 */
export async function followOrder(
  { api, screen }: Pick<Stage, 'api' | 'screen'>,
  order: { readonly id: string; readonly label: string; readonly placedAtMs: number },
  awaited: readonly string[],
): Promise<void> {
  const missing = new Set(awaited);
  let last: string | undefined;
  let cause: unknown;
  try {
    for await (const { step, broker } of api.follow(order.id)) {
      const elapsedMs = performance.now() - order.placedAtMs;
      screen.step({ label: order.label, step, broker, elapsedMs });
      last = step;
      missing.delete(step);
      if (missing.size === 0) return;
    }
  } catch (error) {
    cause = error;
  }
  throw new OrderStuckError([...missing], last, { cause });
}
