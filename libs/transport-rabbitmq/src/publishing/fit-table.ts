import type { MessageHeaders } from '@app/events';

/** amqplib encodes a message's headers into a buffer of 64 KiB and refuses what is larger. */
const MAX_TABLE_BYTES = 64 * 1024;
const BYTES_PER_ENTRY = 6;

/**
 * Headers that are sure to be sent: where they are too large for AMQP, the largest go first, but
 * never `keep`. For dead letters, which must always fit.
 */
export function fitTable(
  headers: MessageHeaders,
  keep: string,
): { kept: MessageHeaders; dropped: string[] } {
  const kept = new Map(headers);
  const dropped: string[] = [];
  let bytes = BYTES_PER_ENTRY;
  for (const [name, value] of headers) bytes += sizeOf(name, value);

  const largestFirst = [...headers].sort((a, b) => sizeOf(...b) - sizeOf(...a));
  for (const [name, value] of largestFirst) {
    if (bytes <= MAX_TABLE_BYTES) break;
    if (name === keep) continue;
    kept.delete(name);
    dropped.push(name);
    bytes -= sizeOf(name, value);
  }
  return { kept, dropped };
}

function sizeOf(name: string, value: string | Buffer): number {
  return BYTES_PER_ENTRY + Buffer.byteLength(name) + Buffer.byteLength(value);
}
