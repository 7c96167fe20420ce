import { Logger } from '@nestjs/common';
import type { Database } from '@app/database';
import type { Destination, PublisherRegistry } from '@app/messaging';
import { claimRows } from './claim-rows.js';
import { publishRows, type PublishOutcome } from './publish-rows.js';
import { holdDelayMs } from './hold-delay.js';
import { settleRows } from './settle-rows.js';

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

/** What a claim took, and what became of it. */
export interface BatchResult {
  readonly claimed: number;
  readonly confirmed: number;
  readonly failed: number;
}

/**
 * Claim, publish, delete what was confirmed: one transaction. A crash in between leaves the rows,
 * and they are published again; consumers absorb the repeat.
 */
export async function relayBatch(
  database: Database,
  publishers: PublisherRegistry,
  destination: Destination,
  limit: number,
  stop: StopSignals,
): Promise<BatchResult> {
  return database.newTransaction(
    async (transaction) => {
      const rows = await claimRows(transaction, database, destination, limit);
      const deadline = Date.now() + BUDGET_MS;
      // The publisher, and whoever it calls in this process, must not see our transaction.
      const outcome = await database.outside(() =>
        publishRows(
          rows,
          (row) => publishers.publish(destination, row.message),
          () => stop.soon.aborted || Date.now() > deadline,
          stop.now,
        ),
      );
      for (const statement of settleRows(database, destination, outcome)) {
        transaction.withCommit(() => statement);
      }
      logFailures(destination, outcome);
      return {
        claimed: rows.length,
        confirmed: outcome.confirmed.length,
        failed: outcome.failed.length,
      };
    },
    { idleTimeoutMs: CLAIM_IDLE_TIMEOUT_MS },
  );
}

function logFailures(destination: Destination, outcome: PublishOutcome): void {
  for (const { row, error, failures } of outcome.failed) {
    logger.warn({
      destination,
      key: row.message.key,
      eventId: row.message.id,
      type: row.message.type,
      failures,
      error,
      msg: `Not published; its key waits ${holdDelayMs(error, failures)} ms`,
    });
  }
}
