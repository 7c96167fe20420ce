import type { Message } from '@aws-sdk/client-sqs';
import type { MessageHeaders } from '@app/events';
import { decodeBody, encodeBody } from './message-body.js';
import {
  attributesBytes,
  BODY_ENCODING,
  decodeHeaders,
  encodeHeaders,
  toAttribute,
  type Attributes,
} from './message-attributes.js';

/** The most that SQS carries: body and attributes together. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** Room for the attribute that says how the body is encoded. */
const MARKER_BYTES = 64;

export interface EncodedMessage {
  readonly MessageBody: string;
  readonly MessageAttributes: Attributes;
}

/** Any bytes and any headers as SQS takes them: text where possible, encoded where not. */
export function encodeMessage(message: {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
}): EncodedMessage {
  const attributes = encodeHeaders(message.headers);
  const { text, encoding } = encodeBody(
    message.body,
    MAX_MESSAGE_BYTES - attributesBytes(attributes) - MARKER_BYTES,
  );
  if (encoding === undefined) return { MessageBody: text, MessageAttributes: attributes };
  return {
    MessageBody: text,
    MessageAttributes: { ...attributes, [BODY_ENCODING]: toAttribute(encoding) },
  };
}

/** The bytes and headers that `encodeMessage` was given, or those that someone else has sent. */
export function decodeMessage({ Body: text = '', MessageAttributes = {} }: Message): {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
} {
  const { [BODY_ENCODING]: marker, ...attributes } = MessageAttributes;
  const encoding = marker?.StringValue;
  const body = encoding === undefined ? undefined : decodeBody(text, encoding);
  if (body) return { body, headers: decodeHeaders(attributes) };
  return { body: Buffer.from(text), headers: decodeHeaders(MessageAttributes) };
}

export function sizeOf({ MessageBody, MessageAttributes }: EncodedMessage): number {
  return Buffer.byteLength(MessageBody) + attributesBytes(MessageAttributes);
}
