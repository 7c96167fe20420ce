import { isUtf8 } from 'node:buffer';
import { decodeEvent, DecodeError, headerText } from '@app/events';
import type { CloudEvent, MessageHeaders } from '@app/events';
import {
  DEAD_LETTER_HEADER,
  DeadLetterHeaderError,
  readDeadLetterHeader,
  type DeadLetter,
} from '@app/dlq';
import { replaysOf } from '@app/topology';
import { replayOrNone, type Channel, type Delivery, type Replay } from '@app/messaging';
import type { StoredHeader } from '../ledger/dead-letters.table.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { fingerprint } from './fingerprint.js';
import { indexedText, storableText } from './storable-text.js';
import { unexplained } from './unexplained.js';

const SEARCHED_BODY_BYTES = 2_048;
const SEARCHED_MESSAGE_CHARS = 1_000;
const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-/;

/**
 * A message of a dead-letter channel as the ledger keeps it. It takes any bytes and any headers.
 * @param of the channel whose dead letters lie where the message was read
 */
export function toEntry(delivery: Delivery, of: Channel, now: Date): LedgerEntry {
  const { body, headers, movedByBroker } = delivery;
  // What the broker moved was not explained by us: whoever sent it wrote that header.
  const explained = movedByBroker ? undefined : readExplanation(headers);
  const letter = explained ?? unexplained(delivery, of, now);
  const { error } = letter;
  const source = firstSource(letter.source, of);
  const event = letter.reason === 'TOO_LARGE' ? undefined : readEvent(body, headers);
  const key = keyOf(delivery, letter, event);
  const replay: Omit<Replay, 'for'> | undefined = letter.replay ?? replayOrNone(headers);
  return {
    id: indexedText(letter.id),
    is_explained: explained !== undefined,
    broker: indexedText(source.broker),
    source: indexedText(source.name),
    source_kind: source.kind,
    consumer: source.consumer === '' ? null : indexedText(source.consumer),
    coordinates: storableJson(source.coordinates),
    event_id: indexedText(event?.id),
    event_source: indexedText(event?.source),
    type: indexedText(event?.type),
    key: indexedText(key),
    whole_key: key === undefined || indexedText(key) === key ? null : Buffer.from(key),
    correlation_id: indexedText(event?.correlationid),
    causation_id: indexedText(event?.causationid),
    trace_id: TRACEPARENT.exec(headerText(headers, 'traceparent') ?? '')?.[1] ?? null,
    reason: letter.reason,
    error_name: storableText(error.name),
    error_code: error.code === undefined ? null : storableText(error.code),
    error_message: storableText(error.message),
    error_stack: storableText(error.stack),
    fingerprint: fingerprint({ reason: letter.reason, ...error }),
    attempts: Math.min(letter.attempts, 2 ** 31 - 1),
    first_failed_at: new Date(letter.firstFailedAt),
    last_failed_at: new Date(letter.lastFailedAt),
    failed_at: storableJson(letter.failedAt ?? []),
    app_version: indexedText(letter.appVersion),
    content_type: indexedText(headerText(headers, 'content-type')),
    headers: storableJson(storedHeaders(headers, explained !== undefined)),
    dropped_headers: storableJson(letter.droppedHeaders ?? []),
    body,
    search_text: searchText(error.message, body),
    ancestor_id: replay?.of ?? null,
    generation: replay?.number ?? 0,
  };
}

/**
 * A replay on Kafka has a topic of its own. Where it fails again, it is still a failure of the
 * consumer of the first topic: the other one is told by its coordinates.
 */
function firstSource(source: DeadLetter['source'], of: Channel): DeadLetter['source'] {
  if (source.name !== replaysOf(of, source.consumer).name) return source;
  return { ...source, name: of.name, coordinates: { channel: source.name, ...source.coordinates } };
}

function readExplanation(headers: MessageHeaders): DeadLetter | undefined {
  try {
    return readDeadLetterHeader(headers);
  } catch (error) {
    if (error instanceof DeadLetterHeaderError) return undefined;
    throw error;
  }
}

/** Our header has the beginning of a long key; the message beside it has the whole. */
function keyOf(
  { key }: Delivery,
  letter: Pick<DeadLetter, 'key'>,
  event: CloudEvent | undefined,
): string | undefined {
  if (letter.key === undefined) return event?.partitionkey ?? key;
  return key?.startsWith(letter.key) ? key : letter.key;
}

/** The event, as far as the bytes are one. */
function readEvent(body: Buffer, headers: MessageHeaders): CloudEvent | undefined {
  try {
    return decodeEvent(body, headers);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function storedHeaders(headers: MessageHeaders, isExplained: boolean): StoredHeader[] {
  return [...headers]
    .filter(([name]) => !isExplained || name !== DEAD_LETTER_HEADER)
    .map(([name, value]) => {
      if (Buffer.isBuffer(value)) return [name, { base64: value.toString('base64') }];
      // As bytes, since it would come back as another text.
      const isStorable = storableText(value) === value;
      return [name, isStorable ? value : { base64: Buffer.from(value).toString('base64') }];
    });
}

/** Names in objects are texts, too. */
function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) => {
    if (typeof it === 'string') return storableText(it);
    if (typeof it !== 'object' || it === null || Array.isArray(it)) return it;
    return Object.fromEntries(Object.entries(it).map(([name, at]) => [storableText(name), at]));
  });
}

function searchText(message: string, body: Buffer): string {
  const start = body.subarray(0, SEARCHED_BODY_BYTES);
  const text = isUtf8(body) ? start.toString('utf8') : start.toString('latin1');
  return storableText(`${message.slice(0, SEARCHED_MESSAGE_CHARS)}\n${text}`);
}
