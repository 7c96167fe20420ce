import { createHash } from 'node:crypto';
import type { DeadLetter } from '@app/dlq';
import { BACKSTOP_REASONS } from '../ledger/reasons.js';
import { replayOrNone, type Channel, type Delivery } from '@app/messaging';

/** What can be said of a message that nobody explained. */
export type Explanation = Omit<DeadLetter, 'reason'> & { readonly reason: string };

/** By the broker's word: RabbitMQ's (https://www.rabbitmq.com/docs/dlx, 'reason'), SQS's. */
const MOVES: ReadonlyMap<string, keyof typeof BACKSTOP_REASONS> = new Map([
  ['delivery_limit', 'DELIVERY_LIMIT'],
  ['maxReceiveCount', 'DELIVERY_LIMIT'],
  ['expired', 'EXPIRED'],
  ['maxlen', 'QUEUE_FULL'],
  ['rejected', 'REJECTED'],
]);

/**
 * Of a message without our header: the broker's own limit moved it (a consumer that crashed before
 * it could settle), or somebody put it there by hand.
 */
export function unexplained(delivery: Delivery, of: Channel, now: Date): Explanation {
  const { source, key, movedByBroker } = delivery;
  const failedAt = (movedByBroker?.at ?? now).toISOString();
  return {
    id: identity(delivery, of),
    reason: MOVES.get(movedByBroker?.because ?? '') ?? 'UNEXPLAINED',
    error: {
      name: 'Unexplained',
      message: movedByBroker
        ? `The broker moved the message to ${source.name}: ${movedByBroker.because}.`
        : `The message came to ${source.name} without an explanation.`,
      stack: '',
    },
    attempts: delivery.attempt,
    firstFailedAt: failedAt,
    lastFailedAt: failedAt,
    source: {
      broker: of.broker,
      name: of.name,
      kind: of.kind,
      // A queue has one consumer, whoever it is; of a stream nobody knows which one failed.
      consumer: '',
      // Not where it failed, which nobody told: where it lies now.
      coordinates: { channel: source.name, ...source.coordinates },
    },
    ...(key !== undefined && { key }),
  };
}

/**
 * By its bytes, and which replay it is, or else its place at the broker: on RabbitMQ that is another one at each delivery of a
 * message without an id, which so may show up twice rather than take another one's place.
 */
function identity({ body, headers, source }: Delivery, of: Channel): string {
  const replay = replayOrNone(headers);
  const which = replay ? [replay.of, replay.number] : Object.entries(source.coordinates).sort();
  return createHash('sha256')
    .update(JSON.stringify(['unexplained', of.broker, of.name, which]))
    .update(body)
    .digest('hex')
    .slice(0, 32);
}
