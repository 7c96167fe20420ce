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

/** A row of the table `outbox` can't be read back. Somebody else has written to it. */
export class OutboxRowInvalidError extends MessagingError {
  readonly code = 'OUTBOX_ROW_INVALID';

  constructor(eventId: string) {
    super(`The outbox row of event ${eventId} has headers that are not ours. Correct the row.`);
  }
}

/** There is no such dead letter of the outbox, or somebody has decided on it before. */
export class OutboxDeadLetterNotFoundError extends MessagingError {
  readonly code = 'OUTBOX_DEAD_LETTER_NOT_FOUND';
  readonly statusCode = 404;

  constructor(id: string) {
    super(`The outbox has no dead letter ${id} that waits for a decision. List those that do.`);
  }
}

/**
 * Too many messages wait for their brokers, so nothing is accepted that would add to them. HTTP
 * answers 503.
 */
export class OutboxBacklogFullError extends MessagingError {
  readonly code = 'OUTBOX_BACKLOG_FULL';
  readonly statusCode = 503;
  readonly retryAfterSeconds = 10;

  constructor(maxBacklog: number) {
    super(
      `${maxBacklog} messages or more wait to be published. Bring their broker back, or raise ` +
        'OUTBOX_MAX_BACKLOG.',
    );
  }
}
