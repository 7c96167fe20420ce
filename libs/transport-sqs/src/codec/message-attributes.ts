import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { MessageHeaders } from '@app/events';
import { packHeaders, unpackHeaders } from './packed-headers.js';
import { isSqsText } from './sqs-text.js';

export type Attributes = Record<string, MessageAttributeValue>;

/** The attribute for headers that can't have one of their own. */
export const PACKED_HEADERS = 'packed-headers';
/** The attribute that says how the body is encoded, where it is. */
export const BODY_ENCODING = 'body-encoding';

/** SQS takes ten; two are ours. */
const MAX_OWN = 8;
/** Amazon SQS Developer Guide, 'Message attribute components'. */
const NAME = /^(?!(?:aws|amazon)\.)(?!\.)(?!.*\.\.)(?!.*\.$)[a-z0-9_.-]{1,256}$/i;

/**
 * Headers as attributes, in their order. What SQS has no place for, by its name, its value or its
 * number, is packed into one attribute.
 */
export function encodeHeaders(headers: MessageHeaders): Attributes {
  const own: [string, MessageAttributeValue][] = [];
  const packed: [string, string | Buffer][] = [];
  for (const [name, value] of headers) {
    if (own.length < MAX_OWN && isSuited(name, value)) own.push([name, toAttribute(value)]);
    else packed.push([name, value]);
  }
  if (packed.length > 0) own.push([PACKED_HEADERS, toAttribute(packHeaders(packed))]);
  return Object.fromEntries(own);
}

/** The reverse, for attributes of anyone: a number is read as its text. */
export function decodeHeaders(attributes: Readonly<Attributes>): Map<string, string | Buffer> {
  const headers = new Map<string, string | Buffer>();
  for (const [name, { BinaryValue, StringValue }] of Object.entries(attributes)) {
    const value = BinaryValue ? Buffer.from(BinaryValue) : (StringValue ?? '');
    const packed =
      name === PACKED_HEADERS && Buffer.isBuffer(value) ? unpackHeaders(value) : undefined;
    for (const [header, content] of packed ?? [[name, value]]) headers.set(header, content);
  }
  return headers;
}

/** What the attributes take of a message's size. */
export function attributesBytes(attributes: Readonly<Attributes>): number {
  let bytes = 0;
  for (const [name, { BinaryValue, DataType, StringValue }] of Object.entries(attributes)) {
    bytes += Buffer.byteLength(name) + (DataType?.length ?? 0);
    bytes += BinaryValue?.length ?? Buffer.byteLength(StringValue ?? '');
  }
  return bytes;
}

function isSuited(name: string, value: string | Buffer): boolean {
  if (name === PACKED_HEADERS || name === BODY_ENCODING || !NAME.test(name)) return false;
  return Buffer.isBuffer(value) ? value.length > 0 : isSqsText(value);
}

export function toAttribute(value: string | Buffer): MessageAttributeValue {
  return Buffer.isBuffer(value)
    ? { DataType: 'Binary', BinaryValue: value }
    : { DataType: 'String', StringValue: value };
}
