import { DEAD_LETTER_HEADER, toDeadLetter } from '@app/dlq';
import { encodeEvent, type CloudEvent } from '@app/events';
import { UnrecoverableError, type Source } from '@app/messaging';
import { aDelivery } from '@app/testing';

export interface ExplainedLetter {
  readonly key: string;
  readonly body: Buffer;
  /** That by which an app explains why it could not handle the event. */
  readonly headers: { readonly [DEAD_LETTER_HEADER]: string };
}

/** An event as the app that reads `source` leaves it among its dead letters. */
export function explainedLetter(
  event: CloudEvent,
  source: Omit<Source, 'coordinates'>,
  message: string,
): ExplainedLetter {
  const delivery = aDelivery(event, { source: { ...source, coordinates: { n: 1 } } });
  const error = new UnrecoverableError(message);
  const settlement = { kind: 'dead-letter', reason: 'UNRECOVERABLE', error } as const;
  const { headers } = toDeadLetter(delivery, settlement, new Date());
  return {
    key: event.partitionkey ?? event.id,
    body: encodeEvent(event).body,
    headers: { [DEAD_LETTER_HEADER]: String(headers.get(DEAD_LETTER_HEADER)) },
  };
}
