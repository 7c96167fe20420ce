import type { Generated, JSONColumnType, Selectable } from 'kysely';

/**
 * `open`: somebody has to look at it. `replaying`: a running replay is going to send it.
 * `replayed`: it is on its way to its consumer. `resolved`: its consumer has handled it.
 * `failed_again`: it is another dead letter now. `discarded`: somebody gave it up.
 */
export const STATUSES = [
  'open',
  'replaying',
  'replayed',
  'resolved',
  'failed_again',
  'discarded',
] as const;
export type Status = (typeof STATUSES)[number];

/** A header by name and value; bytes that are no text in base64. */
export type StoredHeader = [name: string, value: string | { readonly base64: string }];

export interface DeadLettersTable {
  id: string;
  /** The order of the list: newer ones have larger numbers. */
  seq: Generated<string>;
  status: Generated<Status>;
  status_changed_at: Generated<Date>;
  collected_at: Generated<Date>;
  /** How often it was collected: written twice, or delivered twice, it is still one. */
  copies: Generated<number>;
  /** False where the message came without our header: the broker, or a person, put it there. */
  is_explained: boolean;
  broker: string;
  source: string;
  source_kind: 'stream' | 'queue';
  consumer: string | null;
  coordinates: JSONColumnType<Record<string, string | number>>;
  event_id: string | null;
  event_source: string | null;
  type: string | null;
  /** Cut to what an index takes; see `whole_key`. */
  key: string | null;
  /** UTF-8 of the key, where `key` is not the whole of it as it came. */
  whole_key: Generated<Buffer | null>;
  correlation_id: string | null;
  causation_id: string | null;
  trace_id: string | null;
  reason: string;
  error_name: string;
  error_code: string | null;
  error_message: string;
  error_stack: string;
  fingerprint: string;
  attempts: number;
  first_failed_at: Date;
  last_failed_at: Date;
  /** When each attempt failed, the latest 20; empty where nobody explained the message. */
  failed_at: JSONColumnType<string[]>;
  app_version: string | null;
  content_type: string | null;
  headers: JSONColumnType<StoredHeader[]>;
  dropped_headers: JSONColumnType<string[]>;
  /** Byte for byte as it failed. */
  body: Buffer;
  search_text: string;
  /** The dead letter that this one is the failed replay of. */
  ancestor_id: string | null;
  /** How many replays came before: 0 for a message that failed by itself. */
  generation: Generated<number>;
  /** The dead letter that its replay became. */
  successor_id: Generated<string | null>;
  /** The last replay that took it. */
  replay_id: Generated<string | null>;
  /** Why it was discarded. */
  note: Generated<string | null>;
}

export type DeadLetterRow = Selectable<DeadLettersTable>;
