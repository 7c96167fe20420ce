import type { AppName } from '../../../tools/apps/apps.js';

/** What one system did at one rate. */
export interface Latency {
  readonly perSecond: number;
  /** From the start of POST /orders to the order being completed. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time that all processes took for an order. */
  readonly cpuMs: number;
  readonly cpuMsOf: ReadonlyMap<AppName, number>;
}

/** Both systems, one after the other, at each rate. */
export interface Round {
  readonly ours: readonly Latency[];
  readonly bare: readonly Latency[];
}

/** @param latenciesMs ascending */
export function summarize(
  perSecond: number,
  latenciesMs: readonly number[],
  cpuMsOf: ReadonlyMap<AppName, number>,
): Latency {
  const percentile = (share: number) => latenciesMs[Math.ceil(latenciesMs.length * share) - 1]!;
  const cpuMs = [...cpuMsOf.values()].reduce((sum, ms) => sum + ms, 0);
  return { perSecond, p50Ms: percentile(0.5), p99Ms: percentile(0.99), cpuMs, cpuMsOf };
}
