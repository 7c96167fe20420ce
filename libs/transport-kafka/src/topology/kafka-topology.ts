/** A topic as production shall have it. Names are without the resource prefix. */
export interface KafkaTopic {
  readonly name: string;
  /** More can be added later, but keys then move to other partitions. */
  readonly partitions: number;
  /** Copies of each partition. Default 3. */
  readonly replicationFactor?: number;
  /** Copies that must have a message before it is confirmed. Default 2. */
  readonly minInsyncReplicas?: number;
  /** How long messages are kept. Default 7 days; -1: for ever. */
  readonly retentionMs?: number;
  /** The largest message, in bytes, headers included. Default 1 MiB. */
  readonly maxMessageBytes?: number;
  /** The topic whose DLQ takes its dead letters. Default: it has its own. */
  readonly deadLettersWith?: string;
}

/** The topics of a system, as plain data. Each one that is consumed gets a `<name>.dlq` beside it. */
export interface KafkaTopology {
  readonly topics: readonly KafkaTopic[];
}

const DAY_MS = 24 * 60 * 60 * 1_000;

export const TOPIC_DEFAULTS = {
  replicationFactor: 3,
  minInsyncReplicas: 2,
  retentionMs: 7 * DAY_MS,
  segmentMs: DAY_MS / 2,
  maxMessageBytes: 1024 * 1024,
} as const;

/** Dead letters wait for a person; a week of holidays must not cost any. */
export const DEAD_LETTER_RETENTION_MS = 30 * DAY_MS;
