import { headerText, MessagingError, type MessageHeaders } from '@app/events';
import { deadLetterSchema, type DeadLetter } from './dead-letter.js';

/** The one header that makes a message a dead letter of ours. */
export const DEAD_LETTER_HEADER = 'dead-letter';

const MAX_MESSAGE_CHARS = 1_000;
const MAX_STACK_CHARS = 4_000;

/** A `dead-letter` header that isn't ours. */
export class DeadLetterHeaderError extends MessagingError {
  readonly code = 'DEAD_LETTER_HEADER';
}

/**
 * Writes the header as ASCII JSON: control characters and everything beyond ASCII are escaped, so
 * that every broker carries it and no terminal obeys it. Long texts are cut to fit.
 */
export function writeDeadLetterHeader(deadLetter: DeadLetter): string {
  const { error } = deadLetter;
  const short: DeadLetter = {
    ...deadLetter,
    error: {
      ...error,
      message: cut(error.message, MAX_MESSAGE_CHARS),
      stack: cut(error.stack, MAX_STACK_CHARS),
    },
  };
  return JSON.stringify(short).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
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

function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : `${text.slice(0, maxChars)}… (cut)`;
}
