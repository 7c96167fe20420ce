import { createHash } from 'node:crypto';
import type { CloudEvent } from '@app/events';
import { replayOrNone, type Delivery } from '@app/messaging';

/**
 * The identity of a failed message: where it failed, its bytes, and its event's source and id or, where the bytes
 * are no event, its coordinates. Written twice, it is one dead letter in the ledger; a replay that fails is another
 * one, and so are other bytes under the same id.
 */
export function deadLetterId(
  delivery: Delivery,
  event: Pick<CloudEvent, 'source' | 'id'> | undefined,
): string {
  const { broker, name, consumer, coordinates } = delivery.source;
  const message = event ? [event.source, event.id] : Object.entries(coordinates).sort();
  const replay = replayOrNone(delivery.headers);
  const replays = replay ? [replay.of, replay.number] : [];
  return createHash('sha256')
    .update(JSON.stringify([broker, name, consumer, message, ...replays]))
    .update(delivery.body)
    .digest('hex')
    .slice(0, 32);
}
