/** Whose message it is, which one, and what was in it. */
export interface IdempotencyClaim {
  readonly consumer: string;
  readonly key: string;
  /** SHA-256 of what the same key must always carry. */
  readonly payloadHash: Buffer;
  /** Aborted when we no longer own the message. */
  readonly signal: AbortSignal;
  readonly transaction: IdempotentTransaction;
}

/**
 * `handler`: all of the handler is one transaction. `manual`: the handler opens its one transaction
 * itself, by `database.transaction()`, and does something slow before it.
 */
export type IdempotentTransaction = 'handler' | 'manual';

/** @param signal aborted when the message is no longer ours, or the claim was lost */
export type IdempotentWork = (signal: AbortSignal) => Promise<void>;

export type RunOnceOutcome = 'done' | 'duplicate';

/** Remembers what was handled. Each store says how much it promises. */
export abstract class IdempotencyStore {
  /**
   * Runs `work` unless the claim was completed before. A failure of `work` releases the claim.
   * @throws IdempotencyMismatchError when the key was used with another payload; HandBackError when
   * the same claim is in progress elsewhere or the store can't be reached; what `work` throws
   */
  abstract runOnce(claim: IdempotencyClaim, work: IdempotentWork): Promise<RunOnceOutcome>;
}
