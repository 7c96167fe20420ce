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

/** @throws Error for a handler that did nothing: that it did nothing twice would show nothing */
export function mustDiffer(before: Effect, after: Effect, type: string): void {
  if (effectDifference(before, after) !== undefined) return;
  throw new Error(
    `${type} has no effect that can be seen, so this shows nothing. Create the rows that its handler ` +
      'looks for; tell of an effect that is in no table of the app by `outside`.',
  );
}
