import type { MessageProperties, Options } from 'amqplib';
import type { MessageHeaders } from '@app/events';
import { isShortText } from './amqp-short-text.js';

/** Headers by which RabbitMQ routes or keeps books: its own, in both directions. */
const RESERVED = /^(CC|BCC|x-death|x-(first|last)-death-.*|x-delivery-count|x-acquired-count)$/;

export function isReservedHeader(name: string): boolean {
  return RESERVED.test(name);
}

/**
 * What a message says about itself, as headers. Text and bytes stay what they are. Other AMQP
 * types, which only foreign senders use, become text: numbers and booleans as in JSON, timestamps
 * in RFC 3339, tables and arrays as JSON; a void is left out. The broker's own headers are left out.
 * The properties content-type and content-encoding are headers of the same name.
 */
export function fromAmqp({ headers, ...properties }: MessageProperties): MessageHeaders {
  const result = new Map<string, string | Buffer>();
  for (const [name, value] of Object.entries(headers ?? {}) as [string, unknown][]) {
    const carried = isReservedHeader(name) ? undefined : headerValue(value);
    if (carried !== undefined) result.set(name, carried);
  }
  const { contentType, contentEncoding } = properties as Record<string, unknown>;
  if (typeof contentType === 'string') result.set('content-type', contentType);
  if (typeof contentEncoding === 'string') result.set('content-encoding', contentEncoding);
  return result;
}

/**
 * The reverse of `fromAmqp`, as amqplib's publish options. A content-type or content-encoding too
 * long for a property stays among the headers.
 */
export function toAmqp(headers: MessageHeaders): Options.Publish {
  const table = new Map(headers);
  const contentType = takeText(table, 'content-type');
  const contentEncoding = takeText(table, 'content-encoding');
  return {
    headers: Object.fromEntries(table),
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
  };
}

function takeText(headers: Map<string, string | Buffer>, name: string): string | undefined {
  const value = headers.get(name)?.toString();
  if (!isShortText(value)) return undefined;
  headers.delete(name);
  return value;
}

function headerValue(value: unknown): string | Buffer | undefined {
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value;
  if (value === null || value === undefined) return undefined;
  if (isTimestamp(value)) {
    const date = new Date(value.value * 1_000);
    return Number.isNaN(date.getTime()) ? String(value.value) : date.toISOString();
  }
  return JSON.stringify(value);
}

/** How amqplib gives an AMQP timestamp: seconds since 1970. */
function isTimestamp(value: unknown): value is { value: number } {
  return typeof value === 'object' && value !== null && '!' in value && value['!'] === 'timestamp';
}
