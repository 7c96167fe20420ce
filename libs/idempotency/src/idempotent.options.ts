import type { IdempotentTransaction } from './idempotency.store.js';

/** How one handler is kept from having its effect twice. */
export type IdempotentOptions = InboxOptions | LeaseOptions;

/** The effect is in the database: exactly once. */
interface InboxOptions {
  readonly store?: 'inbox';
  /** Default `handler`. */
  readonly transaction?: IdempotentTransaction;
}

/** The effect is elsewhere and can't be asked for by a key: at least once, duplicates suppressed. */
interface LeaseOptions {
  readonly store: 'lease';
  readonly transaction?: never;
}
