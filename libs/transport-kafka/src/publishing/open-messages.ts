import {
  PublishRejectedError,
  PublishUnconfirmedError,
  UnpublishableMessageError,
} from '@app/messaging';
import { blamesMessage } from '../connection/kafka-error.js';
import type { PendingMessage } from './pending-message.js';

/**
 * The messages of a topic that aren't settled, in the order of publishing. When one fails, those
 * of its key that wait behind it fail too, so that none overtakes it.
 */
export class OpenMessages {
  private readonly messages = new Set<PendingMessage>();

  constructor(private readonly topic: string) {}

  add(pending: PendingMessage): void {
    this.messages.add(pending);
  }

  confirm(pending: PendingMessage): void {
    if (this.messages.delete(pending)) pending.confirm();
  }

  /** The broker says that it doesn't keep the message. */
  refuse(refused: PendingMessage, cause: Error): void {
    const text = `Kafka refused a message for ${this.topic}: ${cause.message}`;
    const Refusal = blamesMessage(cause) ? UnpublishableMessageError : PublishRejectedError;
    this.fail(refused, new Refusal(text, { cause }));
  }

  /** Nobody waits any longer for the message. */
  giveUp(abandoned: PendingMessage, why: string): void {
    this.fail(abandoned, this.unconfirmed(why));
  }

  giveUpAll(why: string): void {
    for (const pending of this.messages) this.giveUp(pending, why);
  }

  async allSettled(): Promise<void> {
    await Promise.allSettled([...this.messages].map((it) => it.confirmed));
  }

  private fail(failed: PendingMessage, error: Error): void {
    if (!this.messages.delete(failed)) return;
    failed.fail(error);
    // What is still open of the key was published later: earlier ones are settled.
    for (const pending of this.messages) {
      if (pending.key === failed.key) this.failBehind(pending, error);
    }
  }

  private failBehind(pending: PendingMessage, cause: Error): void {
    this.messages.delete(pending);
    const text = `An earlier message of its key failed (${cause.message}).`;
    pending.fail(
      pending.wasSent
        ? this.unconfirmed(text, cause)
        : new PublishRejectedError(`${text} It was not sent; publish both again.`, { cause }),
    );
  }

  private unconfirmed(why: string, cause?: Error): PublishUnconfirmedError {
    return new PublishUnconfirmedError(
      `${why} The message for ${this.topic} may be stored or not; publish it again.`,
      { cause },
    );
  }
}
