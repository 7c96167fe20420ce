import type { InMemoryMessage } from './in-memory-message.js';

/** A message in one backlog, with what is remembered of its failures there. */
export interface StoredMessage extends InMemoryMessage {
  /** From 0, in the order of arrival. */
  readonly position: number;
  /** The attempt that comes next, from 1. */
  attempt: number;
  firstFailedAt?: Date | undefined;
  failedAt?: readonly Date[] | undefined;
}
