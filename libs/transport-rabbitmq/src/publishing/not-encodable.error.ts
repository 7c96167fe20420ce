import { toError, UnpublishableMessageError } from '@app/messaging';

/** AMQP can't carry the message as it is. Nothing was sent, and sending it again can't help. */
export class NotEncodableError extends UnpublishableMessageError {
  static because(cause: unknown): NotEncodableError {
    const why = toError(cause).message;
    return new NotEncodableError(
      `The message can't be sent over AMQP: ${why}. Nothing was sent; shorten its type, id or headers.`,
      { cause },
    );
  }
}
