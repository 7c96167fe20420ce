import { UnrecoverableError } from '@app/messaging';

/** The claim was committed with the first transaction; what a second one writes could get lost. */
export class SecondTransactionError extends UnrecoverableError {
  override readonly code = 'SECOND_TRANSACTION';

  constructor() {
    super(
      "A handler with @Idempotent({ transaction: 'manual' }) opened a second transaction. " +
        'Put all that it writes into one.',
    );
  }
}
