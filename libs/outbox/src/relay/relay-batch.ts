import { Logger } from '@nestjs/common';
import type { Database } from '@app/database';
import type { Destination, PublisherRegistry } from '@app/messaging';
import { toMessage } from '../outbox-row.js';
import { claimRows } from './claim-rows.js';
import { logFailures } from './log-failures.js';
import { publishRows } from './publish-rows.js';
import { settleRows } from './settle-rows.js';
import { sortOutcome } from './sort-outcome.js';

/** After this no further row of a claim is started, so that a slow broker can't hold it for long. */
const BUDGET_MS = 30_000;
/** Budget, plus the longest delivery timeout of a publisher, plus slack. */
const CLAIM_IDLE_TIMEOUT_MS = 160_000;

const logger = new Logger('OutboxRelay');

/** A stopping relay first starts nothing new, and later waits no longer. */
export interface StopSignals {
  readonly soon: AbortSignal;
  readonly now: AbortSignal;
}

export interface BatchOptions {
  /** Rows that it takes at most. */
  readonly limit: number;
  /** For how long a destination may refuse a row until that is set aside. */
  readonly refusalPatienceMs: number;
}

/** What a claim took, and what became of it. */
export interface BatchResult {
  readonly claimed: number;
  readonly confirmed: number;
  readonly failed: number;
}

/**
 * Claim, publish, delete what was confirmed: one transaction. A crash in between leaves the rows, and
 * so may one of PostgreSQL soon after; they are published again, and consumers absorb the repeat.
 */
export async function relayBatch(
  database: Database,
  publishers: PublisherRegistry,
  destination: Destination,
  { limit, refusalPatienceMs }: BatchOptions,
  stop: StopSignals,
): Promise<BatchResult> {
  return database.newTransaction(
    async (transaction) => {
      const rows = await claimRows(transaction, database, destination, limit);
      const deadline = performance.now() + BUDGET_MS;
      // The publisher, and whoever it calls in this process, must not see our transaction.
      const outcome = await database.outside(() =>
        publishRows(
          rows,
          async (row) => publishers.publish(destination, toMessage(row)),
          () => stop.soon.aborted || performance.now() > deadline,
          stop.now,
        ),
      );
      const settled = sortOutcome(outcome, refusalPatienceMs);
      for (const statement of settleRows(database, destination, settled)) {
        transaction.withCommit(() => statement);
      }
      transaction.afterCommit(() => logFailures(logger, destination, settled));
      return {
        claimed: rows.length,
        confirmed: outcome.confirmed.length,
        failed: outcome.failed.length,
      };
    },
    { idleTimeoutMs: CLAIM_IDLE_TIMEOUT_MS, mayBeUndone: true },
  );
}
