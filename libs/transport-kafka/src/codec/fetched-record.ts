import type { KafkaMessage } from 'kafkajs';
import { readHeaders } from './header-mapping.js';

/** A record as it was fetched. */
export interface FetchedRecord {
  readonly offset: number;
  readonly key: string | undefined;
  readonly body: Buffer;
  readonly headers: ReadonlyMap<string, string | Buffer>;
}

const NO_BODY = Buffer.alloc(0);

/** A record without a value (a tombstone of a compacted topic) reads as an empty body. */
export function toFetchedRecord({ offset, key, value, headers }: KafkaMessage): FetchedRecord {
  return {
    offset: Number(offset),
    key: key?.toString('utf8'),
    body: value ?? NO_BODY,
    headers: readHeaders(headers),
  };
}
