import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './act.js';

/** Shorter than what follows a call takes to reach the order's feed. */
const everyMs = 25;

/**
 * Shows each call to the payment provider, as its own books tell of it, until `over` is aborted:
 * the gaps between them are the backoff.
 * @param order `placedAtMs` by `performance.now()`
 */
export async function showCalls(
  { books, screen }: Pick<Stage, 'books' | 'screen'>,
  order: { readonly id: string; readonly label: string; readonly placedAtMs: number },
  over: AbortSignal,
): Promise<void> {
  let shown = 0;
  while (!over.aborted) {
    const { calls } = await books.of(order.id);
    while (shown < calls) {
      const step = `→ provider, call ${++shown}`;
      const elapsedMs = performance.now() - order.placedAtMs;
      // The message that asks for the payment is delivered anew for each call.
      screen.step({ label: order.label, step, broker: 'rabbitmq', elapsedMs });
    }
    await sleep(everyMs);
  }
}
