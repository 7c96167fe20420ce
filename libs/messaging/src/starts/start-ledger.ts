/** Which message, and whose handling of it. */
export interface StartedMessage {
  /** The scope of idempotency. See `consumerName()`. */
  readonly consumer: string;
  /** CloudEvents: `source` and `id` together name an event. A replay's has its number behind it. */
  readonly eventSource: string;
  readonly eventId: string;
}

/**
 * Remembers, across processes, which messages were started and left no outcome: their process died
 * of them, or of a neighbour. It writes outside of any handler's transaction. Each method rejects
 * with a `HandBackError` where it can't tell; then the handler doesn't start.
 */
export abstract class StartLedger {
  /**
   * @param process the one that asks: whatever it has started itself, it is alive
   * @returns how many other processes have started the message since its last outcome
   */
  abstract unfinished(message: StartedMessage, process: string): Promise<number>;

  /** Started by this process, durable when this resolves. */
  abstract begin(message: StartedMessage, process: string): Promise<void>;

  /** These have an outcome, whatever it is. */
  abstract end(messages: readonly StartedMessage[]): Promise<void>;
}
