import type { Message } from 'kafkajs';
import type { OutboundMessage } from '@app/messaging';
import { writeHeaders } from './header-mapping.js';

/** What Kafka adds to a record, rounded up. */
const RECORD_OVERHEAD_BYTES = 100;
const HEADER_OVERHEAD_BYTES = 10;

export function toKafkaMessage({ key, body, headers }: OutboundMessage): Message {
  return { key, value: body, headers: writeHeaders(headers) };
}

/** What the message takes in a request at most, before compression. */
export function sizeOf({ key, body, headers }: OutboundMessage): number {
  let bytes = RECORD_OVERHEAD_BYTES + Buffer.byteLength(key) + body.length;
  for (const [name, value] of headers) {
    bytes += HEADER_OVERHEAD_BYTES + Buffer.byteLength(name) + Buffer.byteLength(value);
  }
  return bytes;
}
