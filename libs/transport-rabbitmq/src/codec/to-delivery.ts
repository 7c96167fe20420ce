import type { ConsumeMessage } from 'amqplib';
import { retryStateOrFirst, type Delivery, type Source } from '@app/messaging';
import { brokerMove } from './broker-move.js';
import { fromAmqp } from './amqp-headers.js';

/** What every delivery of a channel has in common. */
export interface DeliveryOrigin {
  readonly source: Omit<Source, 'coordinates'>;
  /** Unique to the channel: delivery tags start at 1 on each. */
  readonly channelId: string;
  readonly signal: AbortSignal;
}

/**
 * A message found again by its message id; one without (a foreign sender's) has only its place on
 * this channel, so that it may show up twice among the dead letters.
 */
export function toDelivery(message: ConsumeMessage, origin: DeliveryOrigin): Delivery {
  const { content, fields, properties } = message;
  const headers = fromAmqp(properties);
  const messageId: unknown = properties.messageId;
  return {
    body: content,
    headers,
    source: {
      ...origin.source,
      coordinates:
        typeof messageId === 'string' && messageId !== ''
          ? { messageId }
          : { channelId: origin.channelId, deliveryTag: fields.deliveryTag },
    },
    ...retryStateOrFirst(headers),
    movedByBroker: brokerMove(properties),
    mayHaveStarted: fields.redelivered,
    signal: origin.signal,
  };
}
