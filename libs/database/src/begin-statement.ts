/** Session guards of every transaction, in milliseconds. */
export interface TransactionGuards {
  readonly lockTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly idleTimeoutMs: number;
}

/** SET LOCAL, not session settings: those break through connection poolers. */
export function beginStatement(guards: TransactionGuards): string {
  return (
    `begin; set local lock_timeout = ${guards.lockTimeoutMs}; ` +
    `set local statement_timeout = ${guards.statementTimeoutMs}; ` +
    `set local idle_in_transaction_session_timeout = ${guards.idleTimeoutMs}`
  );
}
