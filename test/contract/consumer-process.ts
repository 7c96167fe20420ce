/** A consumer that can be sent away. Its handlers do what labels say (`behaviourByLabel`). */
export interface ConsumerProcess {
  readonly name: string;
  /** Labels whose handler has begun, and those whose handler has ended. */
  readonly started: readonly string[];
  readonly finished: readonly string[];
  /** Sends SIGTERM, or closes an app that has no process of its own. @returns the exit code */
  terminate(): Promise<number>;
}

export interface ConsumerOptions {
  readonly concurrency?: number;
  readonly drainDeadlineMs: number;
  /** Where a process of its own keeps its starts, in PostgreSQL. Default: nowhere. */
  readonly ledgerSchema?: string;
}
