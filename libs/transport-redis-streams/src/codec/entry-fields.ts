import { isUtf8 } from 'node:buffer';
import type { MessageHeaders } from '@app/events';
import type { OutboundMessage } from '@app/messaging';

const BODY = 'body';
const KEY = 'key';
const HEADER_PREFIX = 'h:';
const NO_BODY: Buffer = Buffer.alloc(0);

/** What an entry says, as `XADD` wrote it. */
export interface EntryFields {
  /** Empty where the entry has no field `body`. */
  readonly body: Buffer;
  readonly key: string | undefined;
  /** Of `h:<name>`, and fields of other writers under their own names. */
  readonly headers: MessageHeaders;
  /** Fields that aren't ours, name and value in turn, as they are. */
  readonly foreign: readonly Buffer[];
}

/**
 * A message as fields: `body`, `key`, and `h:<name>` for each header. Values are bytes, so any
 * program with a Redis client can read and write them.
 */
export function writeFields({
  body,
  key,
  headers,
}: Pick<OutboundMessage, 'body' | 'key' | 'headers'>): (string | Buffer)[] {
  const fields: (string | Buffer)[] = [BODY, body, KEY, key];
  for (const [name, value] of headers) fields.push(HEADER_PREFIX + name, value);
  return fields;
}

/** Reads any entry; of a name that occurs more than once the last value counts. */
export function readFields(fields: readonly Buffer[]): EntryFields {
  const headers = new Map<string, string | Buffer>();
  const others = new Map<string, string | Buffer>();
  const foreign: Buffer[] = [];
  let body: Buffer = NO_BODY;
  let key: string | undefined;
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [field, value] = [fields[i]!, fields[i + 1]!];
    const name = field.toString('utf8');
    if (name === BODY) body = value;
    else if (name === KEY) key = value.toString('utf8');
    else if (name.startsWith(HEADER_PREFIX)) {
      headers.set(name.slice(HEADER_PREFIX.length), textOrBytes(value));
    } else {
      others.set(name, textOrBytes(value));
      foreign.push(field, value);
    }
  }
  return { body, key, headers: new Map([...others, ...headers]), foreign };
}

/** Bytes that are UTF-8 become text, all others stay bytes. */
function textOrBytes(value: Buffer): string | Buffer {
  return isUtf8(value) ? value.toString('utf8') : value;
}
