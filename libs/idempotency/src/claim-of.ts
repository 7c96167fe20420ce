import { createHash } from 'node:crypto';
import { decodeEvent } from '@app/events';
import type { DeliveryContext } from '@app/messaging';
import { canonicalJson } from './canonical-json.js';
import type { IdempotencyClaim, IdempotentTransaction } from './idempotency.store.js';

/** In no attribute of an event, which have no control characters: no two pairs look alike. */
const BETWEEN = '\n';

/**
 * The claim of a delivery: by the business key, within its type, where the event has one; by the
 * event's source and id otherwise (CloudEvents 1.0.2, 'id': only together are they unique).
 *
 * A redelivery repeats the bytes, so they are what an id stands for. Two events of one business
 * key differ in id and time, so there it is the payload as it was sent: an upcaster of a later
 * release must not make an old message look different.
 */
export function claimOf(
  { delivery, event }: DeliveryContext,
  transaction: IdempotentTransaction,
): IdempotencyClaim {
  const { consumer } = delivery.source;
  const { signal } = delivery;
  if (event.idempotencykey === undefined) {
    return {
      consumer,
      signal,
      transaction,
      key: `id:${event.source}${BETWEEN}${event.id}`,
      payloadHash: sha256(delivery.body),
    };
  }
  const { type, data } = decodeEvent(delivery.body, delivery.headers);
  return {
    consumer,
    signal,
    transaction,
    key: `key:${type}${BETWEEN}${event.idempotencykey}`,
    payloadHash: sha256(canonicalJson(data)),
  };
}

function sha256(content: string | Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
