import type { QueryResultRow } from 'pg';

/** A message that can't be published, and why. The later ones of its destination and key wait. */
export interface OutboxDeadLetter {
  readonly id: string;
  readonly broker: string;
  readonly destination: string;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  /** As it would have been sent. */
  readonly body: Buffer;
  /** When it was committed. */
  readonly createdAt: Date;
  /** The code of the error: `MESSAGE_TOO_LARGE`, `UNROUTABLE`, `UNKNOWN_DESTINATION`, … */
  readonly reason: string;
  /** What the error said, for a person. */
  readonly detail: string;
  readonly failures: number;
  readonly setAsideAt: Date;
}

/** For the record. */
export interface Decision {
  /** Who decides. */
  readonly by: string;
  /** Why. */
  readonly because: string;
}

export interface DeadLetterRow extends QueryResultRow {
  readonly id: string;
  readonly broker: string;
  readonly destination: string;
  readonly key: string;
  readonly event_id: string;
  readonly type: string;
  readonly body: Buffer;
  readonly created_at: Date;
  readonly reason: string;
  readonly detail: string;
  readonly failures: number;
  readonly set_aside_at: Date;
}

export function toDeadLetter(row: DeadLetterRow): OutboxDeadLetter {
  const { event_id: eventId, created_at: createdAt, set_aside_at: setAsideAt, ...rest } = row;
  return { ...rest, eventId, createdAt, setAsideAt };
}
