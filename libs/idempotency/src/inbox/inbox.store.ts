import { HandBackError } from '@app/messaging';
import { Opening, type Database, type Transaction } from '@app/database';
import { IdempotencyStore } from '../idempotency.store.js';
import type { IdempotencyClaim, IdempotentWork, RunOnceOutcome } from '../idempotency.store.js';
import { mismatch } from '../mismatch.js';
import { SecondTransactionError } from './second-transaction.error.js';

/**
 * Inbox row, business rows and outbox rows are one transaction: exactly-once effects in the
 * database. A duplicate in progress waits for the row; past the lock timeout it is handed back.
 */
export class InboxStore extends IdempotencyStore {
  constructor(private readonly database: Database) {
    super();
  }

  async runOnce(claim: IdempotencyClaim, work: IdempotentWork): Promise<RunOnceOutcome> {
    if (claim.signal.aborted) throw new HandBackError('The message is no longer ours to handle.');
    switch (claim.transaction) {
      case 'handler':
        return this.runInside(claim, work);
      case 'manual':
        return this.runAround(claim, work);
      default:
        return claim.transaction satisfies never;
    }
  }

  private async runInside(claim: IdempotencyClaim, work: IdempotentWork): Promise<RunOnceOutcome> {
    return this.database.newTransaction(async (transaction) => {
      if (await this.isDuplicate(transaction, claim)) return 'duplicate';
      await work(claim.signal);
      return 'done';
    });
  }

  /** The claim is the first statement of the transaction that the handler opens. */
  private async runAround(claim: IdempotencyClaim, work: IdempotentWork): Promise<RunOnceOutcome> {
    if (await this.wasHandled(this.database, claim)) return 'duplicate';
    const duplicate = new HandBackError('Handled elsewhere meanwhile.');
    let begun = false;
    let committed = false;
    const begin = async (transaction: Transaction) => {
      // Also one beside the first: it would take the first one's claim for somebody else's.
      if (begun) throw new SecondTransactionError();
      begun = true;
      if (await this.isDuplicate(transaction, claim)) throw duplicate;
      transaction.afterCommit(() => {
        committed = true;
      });
    };
    try {
      const opening = new Opening(begin);
      await this.database.openingWith(opening, () => work(claim.signal));
      if (committed) return 'done';
      if (opening.wasAskedFor) {
        throw new Error('The transaction failed, and the handler swallowed its error.');
      }
      // The handler had nothing to write; that it ran is still to be remembered.
      await this.database.newTransaction(begin);
      return 'done';
    } catch (error) {
      if (error === duplicate) return 'duplicate';
      throw error;
    }
  }

  /** Claims the message, or waits for whoever is at it. */
  private async isDuplicate(transaction: Transaction, claim: IdempotencyClaim): Promise<boolean> {
    if (await this.insert(transaction, claim)) return false;
    if (await this.wasHandled(transaction, claim)) return true;
    throw new HandBackError('The inbox row was purged while its duplicate arrived.', 0);
  }

  /** @returns false when the row is there already, and committed */
  private async insert(transaction: Transaction, claim: IdempotencyClaim): Promise<boolean> {
    const { rowCount } = await transaction.query({
      name: 'inbox_insert',
      text: `insert into ${this.database.table('inbox')} (consumer, key, payload_hash)
        values ($1, $2, $3) on conflict do nothing`,
      values: [claim.consumer, claim.key, claim.payloadHash],
    });
    return rowCount === 1;
  }

  private async wasHandled(
    on: Pick<Transaction, 'query'>,
    claim: IdempotencyClaim,
  ): Promise<boolean> {
    const { rows } = await on.query<{ payload_hash: Buffer }>({
      name: 'inbox_select',
      text: `select payload_hash from ${this.database.table('inbox')}
        where consumer = $1 and key = $2`,
      values: [claim.consumer, claim.key],
    });
    const known = rows[0];
    if (!known) return false;
    if (known.payload_hash.equals(claim.payloadHash)) return true;
    throw mismatch(claim);
  }
}
