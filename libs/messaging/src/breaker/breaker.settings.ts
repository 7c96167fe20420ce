import { z } from 'zod';
import { milliseconds } from '../app/common-settings.js';
import { readSettings, type Environment } from '../app/settings.js';
import type { BreakerPolicy } from './breaker-policy.js';

/** What the environment says about the circuit breakers of an app, each of its consumers has one. */
export const breakerSettings = z.object({
  /** `off`: failures cost their attempts, whatever is down. */
  BREAKER_FAILURE_RATE: z
    .union([z.literal('off'), z.coerce.number().positive().max(1)], {
      error: "must be more than 0 and at most 1, or 'off'",
    })
    .default(0.5),
  BREAKER_IN_A_ROW: z.coerce.number().int().min(2).default(5),
  BREAKER_MINIMUM: z.coerce.number().int().positive().default(10),
  BREAKER_WINDOW_MS: milliseconds(30_000),
  BREAKER_PAUSE_MS: milliseconds(5_000),
});

/** @returns undefined where breakers are off */
export function readBreakerPolicy(environment: Environment): BreakerPolicy | undefined {
  const settings = readSettings(breakerSettings, environment);
  if (settings.BREAKER_FAILURE_RATE === 'off') return undefined;
  return {
    failureRate: settings.BREAKER_FAILURE_RATE,
    inARow: settings.BREAKER_IN_A_ROW,
    minimum: settings.BREAKER_MINIMUM,
    windowMs: settings.BREAKER_WINDOW_MS,
    pauseMs: settings.BREAKER_PAUSE_MS,
  };
}
