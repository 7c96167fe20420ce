import { MessagingError } from '@app/events';

/** `Outbox.add()` was called where nothing would be committed together with it. */
export class OutboxOutsideTransactionError extends MessagingError {
  readonly code = 'OUTBOX_OUTSIDE_TRANSACTION';

  constructor(type: string, options: ErrorOptions) {
    super(
      `${type} was added to the outbox outside a transaction. Wrap the business change and ` +
        'Outbox.add() in one database.transaction().',
      options,
    );
  }
}
