import type { Channel, Delivery } from '@app/messaging';
import type { Claim } from './claim.js';

/** A claimed message as the pipeline takes it. */
export function toDelivery(claim: Claim, channel: Channel, consumer: string): Delivery {
  const { body, headers, key, position, attempt, firstFailedAt, failedAt } = claim.message;
  return {
    body,
    headers,
    source: {
      broker: channel.broker,
      name: channel.name,
      kind: channel.kind,
      consumer,
      coordinates: channel.kind === 'stream' ? { offset: position } : { sequence: position },
    },
    ...(channel.kind === 'stream' && { key }),
    attempt,
    firstFailedAt,
    failedAt,
    // What is in memory dies with its process.
    mayHaveStarted: false,
    signal: claim.signal,
  };
}
