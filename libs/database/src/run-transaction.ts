import type { QueryConfig } from 'pg';
import type { Session } from './session.js';
import { Transaction } from './transaction.js';
import { TransactionRolledBackError } from './transaction.errors.js';

type Within = <T>(transaction: Transaction, work: () => Promise<T>) => Promise<T>;

/**
 * BEGIN, work, final statements and COMMIT on one session; ROLLBACK if anything fails. The session stays open.
 * @param begin one statement or several; nothing of the work is sent before it succeeded
 * @param within makes the transaction current while `work` runs
 */
export async function runTransaction<T>(
  session: Session,
  begin: string,
  within: Within,
  work: (transaction: Transaction) => Promise<T>,
): Promise<{ result: T; transaction: Transaction }> {
  const transaction = new Transaction(session);
  try {
    await session.query({ text: begin });
    const result = await within(transaction, () => work(transaction));
    if (transaction.doomed) {
      throw new TransactionRolledBackError(
        'A transaction that this one had joined failed, and its error was caught: nothing is kept.',
        { cause: transaction.doomed },
      );
    }
    const statements = transaction.takeFinalStatements();
    transaction.end();
    await commit(session, statements);
    return { result, transaction };
  } catch (error) {
    transaction.end();
    await rollback(session);
    throw error;
  }
}

/** The statements and COMMIT leave together: if one fails, COMMIT turns into ROLLBACK by itself. */
async function commit(session: Session, statements: readonly QueryConfig[]): Promise<void> {
  const sent = statements.map((statement) => session.query(statement));
  const outcomes = await Promise.allSettled([...sent, session.query({ text: 'commit' })]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;

  const last = outcomes.at(-1);
  // PostgreSQL answers the COMMIT of an aborted transaction with success, and the word ROLLBACK.
  if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') {
    throw new TransactionRolledBackError(
      'A statement of the transaction failed and its error was caught: nothing is kept. ' +
        'Let errors of queries pass, or use a savepoint.',
    );
  }
}

/** A session that can't even roll back is remembered as dead and thrown away when it is closed. */
async function rollback(session: Session): Promise<void> {
  await Promise.allSettled([session.query({ text: 'rollback' })]);
}
