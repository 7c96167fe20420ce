const BATCH_SIZE = 50;
/** A replay that waits for outcomes is looked at again after this. */
const WAIT_MS = 200;

/** How fast a replay goes, as it was asked for. */
export interface Pace {
  readonly ratePerSecond: number | null;
  readonly stopAfterFailures: number | null;
}

/** Of the messages that were sent. */
export interface Outcomes {
  readonly failedAgain: number;
  /** Without an outcome yet, which is still waited for. */
  readonly pending: number;
}

/** How many to send now: no more than may still fail, where that is limited. */
export function nextBatch(
  { ratePerSecond, stopAfterFailures }: Pace,
  { failedAgain, pending }: Outcomes,
): number | 'stop' {
  // Ten batches a second look even.
  const batch =
    ratePerSecond === null
      ? BATCH_SIZE
      : Math.max(1, Math.min(BATCH_SIZE, Math.ceil(ratePerSecond / 10)));
  if (stopAfterFailures === null) return batch;
  if (failedAgain >= stopAfterFailures) return 'stop';
  return Math.max(0, Math.min(batch, stopAfterFailures - failedAgain - pending));
}

/** From the last batch to the next one. */
export function pauseMs({ ratePerSecond }: Pace, sent: number): number {
  if (sent === 0) return WAIT_MS;
  return ratePerSecond === null ? 0 : (1_000 * sent) / ratePerSecond;
}
