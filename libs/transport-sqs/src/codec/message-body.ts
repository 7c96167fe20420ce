import { isUtf8 } from 'node:buffer';
import { types } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { isSqsText } from './sqs-text.js';

/** How a body that is no text of SQS's travels: base64 of its bytes, or of these compressed. */
export type BodyEncoding = 'base64' | 'gzip';

export interface EncodedBody {
  readonly text: string;
  readonly encoding?: BodyEncoding;
}

/** What stands for no bytes, since SQS takes no empty body. */
const NOTHING = '=';
/** No message of ours unpacks to more; one that does is read as the text that it is. */
const MAX_UNPACKED_BYTES = 4 * 1024 * 1024;

/** Text stays text where it fits; anything else is packed in the first way that fits `limitBytes`. */
export function encodeBody(body: Buffer, limitBytes: number): EncodedBody {
  if (body.length === 0) return { text: NOTHING, encoding: 'base64' };
  if (body.length <= limitBytes && isUtf8(body)) {
    const text = body.toString('utf8');
    if (isSqsText(text)) return { text };
  }
  const base64 = body.toString('base64');
  if (base64.length <= limitBytes) return { text: base64, encoding: 'base64' };
  return { text: gzipSync(body).toString('base64'), encoding: 'gzip' };
}

/** @returns undefined where the text isn't what `encoding` says: we didn't write it */
export function decodeBody(text: string, encoding: string): Buffer | undefined {
  const bytes = text === NOTHING ? Buffer.alloc(0) : Buffer.from(text, 'base64');
  if (text !== NOTHING && bytes.toString('base64') !== text) return undefined;
  if (encoding === 'base64') return bytes;
  return encoding === 'gzip' ? unpack(bytes) : undefined;
}

function unpack(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
  } catch (error) {
    // Whatever a stranger calls gzip: the caller goes on with the text as it came.
    if (types.isNativeError(error)) return undefined;
    throw error;
  }
}
