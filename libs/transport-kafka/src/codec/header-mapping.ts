import { isUtf8 } from 'node:buffer';
import type { IHeaders } from 'kafkajs';
import type { MessageHeaders } from '@app/events';

/**
 * Kafka headers are bytes. Bytes that are UTF-8 become text, all others stay bytes. Of a name that
 * occurs more than once the last value counts, as in Kafka's own `Headers.lastHeader`.
 */
export function readHeaders(headers: IHeaders | undefined): Map<string, string | Buffer> {
  const read = new Map<string, string | Buffer>();
  for (const [name, value] of Object.entries(headers ?? {})) {
    read.set(name, readValue(Array.isArray(value) ? value.at(-1) : value));
  }
  return read;
}

/** A header without a value reads as an empty text. */
function readValue(value: string | Buffer | undefined | null): string | Buffer {
  if (value === undefined || value === null) return '';
  return Buffer.isBuffer(value) && isUtf8(value) ? value.toString('utf8') : value;
}

export function writeHeaders(headers: MessageHeaders): IHeaders {
  // Without a prototype `__proto__` is a name like any other.
  const written = Object.create(null) as IHeaders;
  for (const [name, value] of headers) written[name] = value;
  return written;
}
