import { MessagingError } from '@app/events';

/** Something was asked for that only a running transaction can give. */
export class NoTransactionError extends MessagingError {
  readonly code = 'NO_TRANSACTION';
}

/** A query came after its transaction had ended: a promise was not awaited. */
export class TransactionEndedError extends MessagingError {
  readonly code = 'TRANSACTION_ENDED';

  constructor() {
    super(
      'This code belongs to a transaction that has ended. Await every query inside of ' +
        '`transaction()`; start background work with `database.outside()`.',
    );
  }
}

/** COMMIT was refused because something inside had failed, though its error was caught. */
export class TransactionRolledBackError extends MessagingError {
  readonly code = 'TRANSACTION_ROLLED_BACK';
}

/** PostgreSQL ended a transaction that did nothing for too long. It costs an attempt. */
export class TransactionIdleError extends MessagingError {
  readonly code = 'TRANSACTION_IDLE';
}
