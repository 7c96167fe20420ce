import { Logger } from '@nestjs/common';
import { persist, UnroutableMessageError, type Clock } from '@app/messaging';
import type { Envelope } from '../publishing/envelope.js';
import { NotEncodableError } from '../publishing/not-encodable.error.js';
import type { RabbitMqSender } from '../publishing/rabbitmq.sender.js';

const BACKOFF = { firstMs: 100, longestMs: 5_000 };

const logger = new Logger('RabbitMqTransport');

/**
 * Sends until the broker confirms, with backoff. The message that it stands for stays
 * unacknowledged meanwhile, and occupies its place in the prefetch: a dead-letter queue that takes
 * nothing slows its consumer down rather than losing anything.
 * @param onward the message and, where there is one, a plainer form for when AMQP can't carry it
 * @param signal aborted when it is not worth a second try
 * @returns false where no try succeeded: the message is the broker's to redeliver
 */
export async function sendPersistently(
  sender: RabbitMqSender,
  onward: readonly [Envelope, Envelope?],
  clock: Clock,
  signal: AbortSignal,
): Promise<boolean> {
  let [message, plainer] = onward;
  const send = async () => {
    try {
      await sender.send(message);
    } catch (error) {
      if (!(error instanceof NotEncodableError && plainer)) throw error;
      logger.error({ msg: `Only a plainer form can go to ${plainer.route.routingKey}`, error });
      [message, plainer] = [plainer, undefined];
      await send();
    }
  };
  return await persist(send, {
    backoff: BACKOFF,
    clock,
    signals: [signal],
    onFailure: (error, delayMs) => {
      const { routingKey } = message.route;
      logger.error({ msg: `Can't write to ${routingKey}, next try in ${delayMs} ms`, error });
      if (error instanceof UnroutableMessageError) sender.reopen(error);
    },
  });
}
