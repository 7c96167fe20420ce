import type { KafkaMessage } from 'kafkajs';
import { readHeaders } from '../client/header-mapping.js';
import type { FetchedRecord } from './owned-partition.js';

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
