/** Session guards of every transaction, in milliseconds. */
export interface TransactionGuards {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

export interface TransactionOptions {
  /** How long the transaction may wait for us between two statements; default is the app's. */
  readonly idleTimeoutMs?: number;
  /**
   * It doesn't wait for the disk: a crash of PostgreSQL may undo it as a whole within a second of its
   * commit, none of ours can (PostgreSQL manual, 'Asynchronous Commit'). For what is merely done again.
   */
  readonly mayBeUndone?: boolean;
}

/** SET LOCAL, not session settings: those break through connection poolers. */
export function beginStatement(guards: TransactionGuards, options: TransactionOptions): string {
  const { lockTimeoutMs, statementTimeoutMs, idleTimeoutMs } = { ...guards, ...options };
  return [
    'begin',
    `set local lock_timeout = ${lockTimeoutMs}`,
    `set local statement_timeout = ${statementTimeoutMs}`,
    `set local idle_in_transaction_session_timeout = ${idleTimeoutMs}`,
    ...(options.mayBeUndone ? ['set local synchronous_commit = off'] : []),
  ].join('; ');
}
