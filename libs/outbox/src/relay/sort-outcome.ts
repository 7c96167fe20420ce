import type { SettledRows } from './settle-rows.js';
import { decideFailure } from './decide-failure.js';
import type { PublishOutcome } from './publish-rows.js';

/** Decides on each failure of a batch. */
export function sortOutcome(
  { confirmed, failed }: PublishOutcome,
  patienceMs: number,
): SettledRows {
  const decided = failed.map((row) => ({
    row,
    outcome: decideFailure(row.error, row, patienceMs),
  }));
  return {
    confirmed,
    held: decided.flatMap(({ row, outcome }) =>
      outcome.kind === 'hold'
        ? { ...row, delayMs: outcome.delayMs, refusedForMs: outcome.refusedForMs }
        : [],
    ),
    setAside: decided.flatMap(({ row, outcome }) => (outcome.kind === 'set-aside' ? row : [])),
  };
}
