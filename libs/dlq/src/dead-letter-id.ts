import { createHash } from 'node:crypto';
import type { CloudEvent } from '@app/events';
import { replayOrNone, type Delivery } from '@app/messaging';

/**
 * The identity of a failed message: where it failed, its bytes, and which message it is. That tells
 * its event's source and id; or, where the bytes are no event, which replay it is, or else its
 * coordinates. Written twice, it is one dead letter in the ledger; a replay that fails is another
 * one, and so are other bytes under the same id.
 */
export function deadLetterId(
  delivery: Delivery,
  event: Pick<CloudEvent, 'source' | 'id'> | undefined,
): string {
  const { broker, name, consumer, coordinates } = delivery.source;
  const replay = replayOrNone(delivery.headers);
  const replays = replay ? [replay.of, replay.number] : [];
  // A replay that its producer put twice has two places.
  const place = replay ? [] : Object.entries(coordinates).sort();
  const message = event ? [event.source, event.id] : place;
  return createHash('sha256')
    .update(JSON.stringify([broker, name, consumer, message, ...replays]))
    .update(delivery.body)
    .digest('hex')
    .slice(0, 32);
}
