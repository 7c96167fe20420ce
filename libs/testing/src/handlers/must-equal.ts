import { effectDifference, type Effect } from './effect-difference.js';

/** @throws Error unless the effect is that of one delivery that nothing happened to */
export function mustEqual(once: Effect, actual: Effect, what: string): void {
  const difference = effectDifference(once, actual);
  if (difference === undefined) return;
  throw new Error(
    `${what}, has not the effect of one delivery (+ too much, - missing):\n${difference}\n` +
      'Put @Idempotent() on the handler, and all that it writes and sends into its transaction; ' +
      'what it calls outside needs an idempotency key or a lease (README, "Add an event").',
  );
}
