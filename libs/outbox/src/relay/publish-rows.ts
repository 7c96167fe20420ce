import { toError } from '@app/messaging';
import type { ClaimedRow } from '../outbox-row.js';
import type { FailureHistory } from './decide-failure.js';

/** What became of a claim so far. Rows in neither list were not tried, or have no answer yet. */
export interface PublishOutcome {
  readonly confirmed: ClaimedRow[];
  /** At most one a key: what follows it is not tried. */
  readonly failed: FailedRow[];
}

/** With the history of its key. */
export interface FailedRow extends FailureHistory {
  readonly row: ClaimedRow;
  readonly error: Error;
}

type Publish = (row: ClaimedRow) => Promise<void>;

/**
 * Publishes keys side by side, and the rows of a key one after the other: the next one only when
 * the one before is confirmed.
 * @param isOver once true, no further row is started
 * @param abort ends the waiting at once: answers that are still out don't count
 */
export async function publishRows(
  rows: readonly ClaimedRow[],
  publish: Publish,
  isOver: () => boolean,
  abort: AbortSignal,
): Promise<PublishOutcome> {
  const outcome: PublishOutcome = { confirmed: [], failed: [] };
  const keys = [...byKey(rows).values()];
  const all = Promise.all(keys.map((ofKey) => publishKey(ofKey, publish, isOver, outcome)));
  await settledOrAborted(all, abort);
  return { confirmed: [...outcome.confirmed], failed: [...outcome.failed] };
}

async function publishKey(
  rows: readonly ClaimedRow[],
  publish: Publish,
  isOver: () => boolean,
  outcome: PublishOutcome,
): Promise<void> {
  let failures = rows[0]?.failures ?? 0;
  let refusedForMs = rows[0]?.refusedForMs;
  for (const row of rows) {
    if (isOver()) return;
    try {
      await publish(row);
      outcome.confirmed.push(row);
      failures = 0;
      refusedForMs = undefined;
    } catch (thrown) {
      const error = toError(thrown);
      outcome.failed.push({ row, error, failures: failures + 1, refusedForMs });
      return;
    }
  }
}

function byKey(rows: readonly ClaimedRow[]): Map<string, ClaimedRow[]> {
  const keys = new Map<string, ClaimedRow[]>();
  for (const row of rows) {
    const ofKey = keys.get(row.key);
    if (ofKey) ofKey.push(row);
    else keys.set(row.key, [row]);
  }
  return keys;
}

async function settledOrAborted(work: Promise<unknown>, abort: AbortSignal): Promise<void> {
  const ended = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    if (abort.aborted) resolve();
    abort.addEventListener('abort', () => resolve(), { signal: ended.signal });
  });
  await Promise.race([work, aborted]);
  ended.abort();
}
