import type { MessageProperties, Options } from 'amqplib';
import { isShortText } from '../codec/amqp-short-text.js';

/**
 * AMQP properties that a message keeps on its way through a delay queue or to the dead letters, as
 * far as they can be written again: a foreign sender's may not be.
 * `expiration` would expire it again, and `userId` would be checked against our own.
 */
export function carriedProperties(properties: MessageProperties): Options.Publish {
  const { correlationId, replyTo, timestamp, type, appId, priority } = properties;
  const texts = { correlationId, replyTo, type, appId };
  const numbers = { timestamp, priority };
  return Object.fromEntries([
    ...Object.entries(texts).filter(([, value]) => isShortText(value)),
    ...Object.entries(numbers).filter(([, value]) => Number.isSafeInteger(value)),
  ]) as Options.Publish;
}
