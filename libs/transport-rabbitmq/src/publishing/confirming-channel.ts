import { IllegalOperationError, type ConfirmChannel } from 'amqplib';
import {
  PublishRejectedError,
  PublishUnconfirmedError,
  UnroutableMessageError,
} from '@app/messaging';
import type { Envelope } from './envelope.js';
import { NotEncodableError } from './not-encodable.error.js';
import { ReturnedMessages } from './returned-messages.js';

/** A confirm channel, as long as it lives: what is sent is confirmed, refused or unknown. */
export class ConfirmingChannel {
  private readonly returned = new ReturnedMessages();
  private closed = false;
  private full = false;

  /** @param onWritable called when the channel can take more again */
  constructor(
    private readonly channel: ConfirmChannel,
    onWritable: () => void,
  ) {
    channel.on('return', (message) => this.returned.add(message));
    channel.on('drain', () => {
      this.full = false;
      onWritable();
    });
    // Before amqplib's own listener, which fails what is unconfirmed.
    channel.prependListener('close', () => (this.closed = true));
  }

  /** False while too much waits to be written, and once the channel is closed. */
  get writable(): boolean {
    return !this.closed && !this.full;
  }

  /**
   * Resolves when the broker keeps the message.
   * @throws UnroutableMessageError, PublishRejectedError (where AMQP can't carry it
   *   NotEncodableError), PublishUnconfirmedError
   */
  send(message: Envelope): Promise<void> {
    const { route, body, options } = message;
    return new Promise((resolve, reject) => {
      const confirmed = (error: unknown): void => {
        if (error) reject(this.failure(error));
        else if (this.returned.take(message)) reject(unroutable(message));
        else resolve();
      };
      try {
        const more = this.channel.publish(
          route.exchange,
          route.routingKey,
          body,
          options,
          confirmed,
        );
        if (!more) this.full = true;
      } catch (cause) {
        // amqplib encodes before it writes, so nothing was sent.
        reject(
          cause instanceof IllegalOperationError ? gone(cause) : NotEncodableError.because(cause),
        );
      }
    });
  }

  private failure(cause: unknown): Error {
    if (this.closed) {
      return new PublishUnconfirmedError(
        'The connection to RabbitMQ was lost before it confirmed the message. Send it again.',
        { cause },
      );
    }
    return new PublishRejectedError(
      'RabbitMQ refused the message: a queue is full or failed. Another bound queue may have ' +
        'stored it. Send it again once there is room.',
      { cause },
    );
  }
}

function unroutable({ route }: Envelope): UnroutableMessageError {
  const { exchange, routingKey } = route;
  return new UnroutableMessageError(
    exchange === ''
      ? `RabbitMQ has no queue '${routingKey}' any more. It comes back when the app reconnects.`
      : `No queue is bound to exchange '${exchange}' for '${routingKey}'. Add a binding to the topology.`,
  );
}

function gone(cause: IllegalOperationError): PublishUnconfirmedError {
  return new PublishUnconfirmedError(
    'The connection to RabbitMQ is closing. Nothing was sent; send it again.',
    { cause },
  );
}
