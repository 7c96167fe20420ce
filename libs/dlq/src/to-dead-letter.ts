import { decodeEvent, DecodeError, type CloudEvent } from '@app/events';
import {
  failureTimes,
  replayOrNone,
  withoutRetryHeaders,
  type Delivery,
  type OutboundMessage,
  type Settlement,
} from '@app/messaging';
import { appVersion } from './app-version.js';
import { DEAD_LETTER_HEADER, writeDeadLetterHeader } from './dead-letter-header.js';
import { deadLetterId } from './dead-letter-id.js';
import type { DeadLetter } from './dead-letter.js';
import { describeError } from './describe-error.js';
import { fitHeaders } from './fit-headers.js';

/**
 * The one place where a dead letter is described: raw bytes and headers as they came, plus one
 * header that explains the failure. The transport sends it to its own DLQ, and only then
 * acknowledges the source.
 * @param now when the last attempt failed
 */
export function toDeadLetter(
  delivery: Delivery,
  settlement: Extract<Settlement, { kind: 'dead-letter' }>,
  now: Date,
): OutboundMessage {
  const event = settlement.reason === 'TOO_LARGE' ? undefined : readEvent(delivery);
  const replay = replayOrNone(delivery.headers);
  const { kept, dropped } = fitHeaders(withoutRetryHeaders(delivery.headers));
  const deadLetter: DeadLetter = {
    id: deadLetterId(delivery, event),
    reason: settlement.reason,
    error: describeError(settlement.error),
    attempts: delivery.attempt,
    firstFailedAt: (delivery.firstFailedAt ?? now).toISOString(),
    lastFailedAt: now.toISOString(),
    failedAt: failureTimes(delivery, now).map((it) => it.toISOString()),
    source: delivery.source,
    ...(delivery.key !== undefined && { key: delivery.key }),
    ...(appVersion !== undefined && { appVersion }),
    ...(replay && { replay: { of: replay.of, number: replay.number } }),
    ...(dropped.length > 0 && { droppedHeaders: dropped }),
  };
  return {
    id: deadLetter.id,
    type: 'dead-letter',
    key: delivery.key ?? event?.partitionkey ?? deadLetter.id,
    body: delivery.body,
    headers: kept.set(DEAD_LETTER_HEADER, writeDeadLetterHeader(deadLetter)),
  };
}

/** The event, as far as the bytes are one: its id makes the dead letter's identity. */
function readEvent(delivery: Delivery): CloudEvent | undefined {
  try {
    return decodeEvent(delivery.body, delivery.headers);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
