import { MessagingError } from '@app/events';

/** The topology declares no such destination. Nothing was sent. */
export class UnknownDestinationError extends MessagingError {
  readonly code = 'UNKNOWN_DESTINATION';

  static of(destination: { broker: string; name: string }): UnknownDestinationError {
    return new UnknownDestinationError(
      `${destination.broker} has no destination '${destination.name}'. Declare it in the topology.`,
    );
  }
}

/** The broker took the message and found no queue for it. It is not stored. */
export class UnroutableMessageError extends MessagingError {
  readonly code = 'UNROUTABLE';
}

/** The body is larger than the destination can carry, headroom for a dead letter included. */
export class MessageTooLargeError extends MessagingError {
  readonly code = 'MESSAGE_TOO_LARGE';

  constructor(
    destination: { broker: string; name: string },
    readonly sizeBytes: number,
    readonly limitBytes: number,
  ) {
    super(
      `The message has ${sizeBytes} bytes, but ${destination.broker} ${destination.name} carries at ` +
        `most ${limitBytes}. Nothing was sent; store the large part elsewhere and send a reference.`,
    );
  }
}

/** The broker refused the message, and says that it did not store it. Later it may take it. */
export class PublishRejectedError extends MessagingError {
  readonly code: string = 'PUBLISH_REJECTED';
}

/** The broker can't carry the message as it is, now or later. Nothing was stored. */
export class UnpublishableMessageError extends PublishRejectedError {
  override readonly code = 'UNPUBLISHABLE';
}

/** No confirmation came: the message may be stored or not. Send it again; consumers absorb duplicates. */
export class PublishUnconfirmedError extends MessagingError {
  readonly code = 'PUBLISH_UNCONFIRMED';
}
