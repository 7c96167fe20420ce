/** One delay queue of each queue. */
export interface DelayTier {
  /** Part of the queue's name. */
  readonly label: string;
  /** The longest that a message waits in it: the queue's own TTL. */
  readonly maxDelayMs: number;
}

/**
 * Messages of similar delays share a queue. Each carries its exact delay as its own TTL, but
 * RabbitMQ expires messages only at the head, so one may wait behind another: until the tier's
 * limit at most. So a retry is never early, exact when few wait, and late by less than its tier.
 */
export const DELAY_TIERS: readonly DelayTier[] = [
  { label: '250ms', maxDelayMs: 250 },
  { label: '1s', maxDelayMs: 1_000 },
  { label: '5s', maxDelayMs: 5_000 },
  { label: '30s', maxDelayMs: 30_000 },
  { label: '2m', maxDelayMs: 120_000 },
  { label: '10m', maxDelayMs: 600_000 },
];

const LONGEST = DELAY_TIERS.at(-1)!;

/** The longest delay that the tiers can hold; what asks for more waits this long. */
export const MAX_DELAY_MS = LONGEST.maxDelayMs;

/** The tier with the least limit that is not below `delayMs`. */
export function delayTierFor(delayMs: number): DelayTier {
  return DELAY_TIERS.find((tier) => delayMs <= tier.maxDelayMs) ?? LONGEST;
}
