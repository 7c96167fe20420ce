import type { LoggerService } from '@nestjs/common';
import type { Transaction } from './transaction.js';

/** The transaction is durable: a hook that fails is logged, and the others run. */
export function runAfterCommit(transaction: Transaction, logger: LoggerService): void {
  for (const hook of transaction.afterCommitHooks) {
    try {
      hook();
    } catch (error) {
      logger.error({ error, msg: 'A hook failed after its transaction was committed' });
    }
  }
}
