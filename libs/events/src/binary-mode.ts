import { headerText, type MessageHeaders } from './headers.js';

/** Kafka binding 3.2: `ce_`. AMQP binding 3.1: `cloudEvents_` or `cloudEvents:`. */
const PREFIXES = ['ce_', 'cloudEvents_', 'cloudEvents:'];

/**
 * The attributes of a binary-mode event, or undefined where the message isn't in binary mode
 * (no header carries a `specversion`).
 */
export function readBinaryAttributes(headers: MessageHeaders): Record<string, string> | undefined {
  const prefix = PREFIXES.find((candidate) => headers.has(`${candidate}specversion`));
  if (prefix === undefined) return undefined;

  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name of headers.keys()) {
    if (name.startsWith(prefix)) attributes[name.slice(prefix.length)] = headerText(headers, name)!;
  }
  const contentType = headerText(headers, 'content-type');
  if (contentType !== undefined) attributes['datacontenttype'] = contentType;
  return attributes;
}
