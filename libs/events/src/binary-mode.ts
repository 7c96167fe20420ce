import { DecodeError } from './decode.error.js';
import { headerText, type MessageHeaders } from './headers.js';

/** Kafka binding 3.2: `ce_`. AMQP binding 3.1: `cloudEvents_` or `cloudEvents:`. */
const PREFIXES = ['ce_', 'cloudEvents_', 'cloudEvents:'];

/** CloudEvents 1.0.2, 'Naming conventions'; `data` is the payload's own name. */
const ATTRIBUTE_NAME = /^(?!data$)[a-z0-9]+$/;

/**
 * The attributes of a binary-mode event, or undefined where the message isn't in binary mode
 * (no header carries a `specversion`, or the content type says structured, which takes precedence).
 * @throws DecodeError when a name is no attribute name of CloudEvents
 */
export function readBinaryAttributes(headers: MessageHeaders): Record<string, string> | undefined {
  const contentType = headerText(headers, 'content-type');
  if (contentType?.toLowerCase().startsWith('application/cloudevents')) return undefined;
  const prefix = PREFIXES.find((candidate) => headers.has(`${candidate}specversion`));
  if (prefix === undefined) return undefined;

  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name of headers.keys()) {
    if (!name.startsWith(prefix)) continue;
    const attribute = name.slice(prefix.length);
    if (!ATTRIBUTE_NAME.test(attribute)) {
      throw new DecodeError(
        'NOT_AN_EVENT',
        `A ${prefix} header's name is not of lower-case letters and digits, or is 'data'.`,
      );
    }
    attributes[attribute] = headerText(headers, name)!;
  }
  if (contentType !== undefined) attributes['datacontenttype'] = contentType;
  return attributes;
}
