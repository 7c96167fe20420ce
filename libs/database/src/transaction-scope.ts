import { AsyncLocalStorage } from 'node:async_hooks';
import { Transaction } from './transaction.js';
import { NoTransactionError } from './transaction.errors.js';

/** In place of a transaction: how the next one is to begin. */
export class Opening {
  /** Also where the transaction could not begin. */
  wasAskedFor = false;

  constructor(readonly begin: (transaction: Transaction) => Promise<void>) {}
}

/** What the running code is in. One of each database: two apps of a process must never meet. */
export class TransactionScope {
  private readonly storage = new AsyncLocalStorage<Transaction | Opening | undefined>();

  current(): Transaction | Opening | undefined {
    return this.storage.getStore();
  }

  /** @throws NoTransactionError outside of one, TransactionEndedError when it is over */
  transaction(): Transaction {
    const current = this.current();
    if (!(current instanceof Transaction)) {
      throw new NoTransactionError('No transaction here. Wrap the code in database.transaction().');
    }
    current.assertOpen();
    return current;
  }

  run<T>(scope: Transaction | Opening | undefined, work: () => T): T {
    return this.storage.run(scope, work);
  }
}
