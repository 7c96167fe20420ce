import { headerText, MessagingError, type MessageHeaders } from '@app/events';
import { cutToFit } from './cut-to-fit.js';
import { deadLetterSchema, type DeadLetter } from './dead-letter.js';

/** The one header that makes a message a dead letter of ours. */
export const DEAD_LETTER_HEADER = 'dead-letter';

/** Bytes that the parts may take once escaped; together the header stays below 24 KiB. */
const MAX_BYTES = { message: 4_096, stack: 8_192, text: 200, key: 1_024 };
const MAX_COORDINATES = 8;

/** A `dead-letter` header that isn't ours. */
export class DeadLetterHeaderError extends MessagingError {
  readonly code = 'DEAD_LETTER_HEADER';
}

/**
 * Writes the header as ASCII JSON: control characters and everything beyond ASCII are escaped, so
 * that every broker carries it and no terminal obeys it. Long texts are cut to fit.
 */
export function writeDeadLetterHeader(deadLetter: DeadLetter): string {
  return JSON.stringify(shorten(deadLetter)).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function shorten(deadLetter: DeadLetter): DeadLetter {
  const { error, source, key, appVersion, droppedHeaders } = deadLetter;
  const text = (value: string): string => cutToFit(value, MAX_BYTES.text);
  return {
    ...deadLetter,
    error: {
      name: text(error.name),
      ...(error.code !== undefined && { code: text(error.code) }),
      message: cutToFit(error.message, MAX_BYTES.message),
      stack: cutToFit(error.stack, MAX_BYTES.stack),
    },
    source: {
      ...source,
      coordinates: Object.fromEntries(
        Object.entries(source.coordinates)
          .slice(0, MAX_COORDINATES)
          .map(([name, value]) => [text(name), typeof value === 'string' ? text(value) : value]),
      ),
    },
    ...(key !== undefined && { key: cutToFit(key, MAX_BYTES.key) }),
    ...(appVersion !== undefined && { appVersion: text(appVersion) }),
    ...(droppedHeaders && { droppedHeaders: droppedHeaders.map(text) }),
  };
}

/** @returns undefined where the message has no such header. @throws DeadLetterHeaderError */
export function readDeadLetterHeader(headers: MessageHeaders): DeadLetter | undefined {
  const text = headerText(headers, DEAD_LETTER_HEADER);
  if (text === undefined) return undefined;
  try {
    return deadLetterSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new DeadLetterHeaderError('The dead-letter header was not written by us.', { cause });
  }
}
