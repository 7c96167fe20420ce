import type { Variant } from '../variants/variants.js';
import type { Verdict } from '../oracle/verdict.js';

/** How one fault went. */
export interface Strike {
  readonly fault: string;
  readonly atSeconds: number;
  /** What it did; with `problem`, what went wrong. */
  readonly detail: string;
  readonly problem: boolean;
  /** From the end of its harm until an order was finished that was placed since; see `recoveryMs()`. */
  readonly recoveryMs: number | undefined;
}

export interface Outcome {
  readonly seed: number;
  readonly variant: Variant | undefined;
  readonly sent: number;
  /** How long the load was kept waiting for orders to be finished. */
  readonly pausedMs: number;
  readonly strikes: readonly Strike[];
  readonly verdict: Verdict;
  /** Deliveries that idempotency kept from having their effect again. */
  readonly duplicates: number;
  /** How often an app ended and was started again. */
  readonly deaths: number;
  /** Apps that ended otherwise than in order or by a fault. */
  readonly wrongEnds: readonly string[];
  readonly seconds: number;
  readonly logFolder: string;
}

export function isClean({ verdict, strikes, wrongEnds }: Outcome): boolean {
  const problems = strikes.filter(({ problem }) => problem);
  return verdict.violations.length + problems.length + wrongEnds.length === 0;
}
