/** Upper bounds in seconds, as OpenTelemetry advises for `messaging.process.duration`. */
export const DURATION_BOUNDS_SECONDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60,
];

/** How long something took, by bounds. To add one allocates nothing. */
export class DurationHistogram {
  /** How many were at most as long as the bound of the same index and longer than the one before. */
  readonly counts = new Float64Array(DURATION_BOUNDS_SECONDS.length + 1);
  sumSeconds = 0;

  observe(durationMs: number): void {
    const seconds = durationMs / 1_000;
    this.sumSeconds += seconds;
    let index = 0;
    while (index < DURATION_BOUNDS_SECONDS.length && seconds > DURATION_BOUNDS_SECONDS[index]!) {
      index += 1;
    }
    this.counts[index]! += 1;
  }
}
