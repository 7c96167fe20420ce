import type { MessageHeaders } from '@app/events';
import { isShortText } from '../codec/amqp-short-text.js';

/** amqplib encodes a message's headers into a buffer of 64 KiB and refuses what is larger. */
const MAX_TABLE_BYTES = 64 * 1024;
const BYTES_PER_ENTRY = 6;

/**
 * Headers that are sure to be sent: names that AMQP can't carry go, and where the rest is too large
 * for it, the largest go first, but never one of `keep`. For what must always fit: retries and dead
 * letters of whatever came.
 */
export function fitTable(
  headers: MessageHeaders,
  keep: readonly string[],
): { kept: MessageHeaders; dropped: string[] } {
  const kept = new Map(headers);
  const dropped: string[] = [];
  let bytes = BYTES_PER_ENTRY;
  for (const [name, value] of headers) {
    if (isShortText(name)) {
      bytes += sizeOf(name, value);
    } else {
      kept.delete(name);
      dropped.push(name);
    }
  }

  const largestFirst = [...kept].sort((a, b) => sizeOf(...b) - sizeOf(...a));
  for (const [name, value] of largestFirst) {
    if (bytes <= MAX_TABLE_BYTES) break;
    if (keep.includes(name)) continue;
    kept.delete(name);
    dropped.push(name);
    bytes -= sizeOf(name, value);
  }
  return { kept, dropped };
}

function sizeOf(name: string, value: string | Buffer): number {
  return BYTES_PER_ENTRY + Buffer.byteLength(name) + Buffer.byteLength(value);
}
