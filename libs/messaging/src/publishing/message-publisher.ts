import type { Destination, OutboundMessage } from './outbound-message.js';

/** One broker's sending side. Each transport has one. */
export abstract class MessagePublisher {
  /** The names of the brokers that it serves: one, but for the in-memory transport. */
  abstract readonly brokers: readonly string[];

  /**
   * The largest body that still leaves room for a dead letter's metadata.
   * @throws UnknownDestinationError
   */
  abstract maxBodyBytes(destination: Destination): number;

  /**
   * Resolves when the broker has confirmed that it keeps the message; rejects within the delivery
   * timeout otherwise. It may have been stored all the same where the error is
   * `PublishUnconfirmedError`.
   * @throws UnknownDestinationError, UnroutableMessageError, MessageTooLargeError,
   * PublishRejectedError, PublishUnconfirmedError
   */
  abstract publish(destination: Destination, message: OutboundMessage): Promise<void>;
}
