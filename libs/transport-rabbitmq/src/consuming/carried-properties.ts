import type { MessageProperties, Options } from 'amqplib';

/**
 * AMQP properties that a message keeps on its way through a delay queue or to the dead letters.
 * `expiration` would expire it again, and `userId` would be checked against our own.
 */
export function carriedProperties(properties: MessageProperties): Options.Publish {
  const { correlationId, replyTo, timestamp, type, appId, priority } = properties;
  const carried = { correlationId, replyTo, timestamp, type, appId, priority };
  return Object.fromEntries(
    Object.entries(carried).filter(([, value]) => value !== undefined),
  ) as Options.Publish;
}
