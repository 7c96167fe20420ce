/** Which message, and whose handling of it. */
export interface StartedMessage {
  /** The scope of idempotency. See `consumerName()`. */
  readonly consumer: string;
  /** CloudEvents: `source` and `id` together name an event. */
  readonly eventSource: string;
  readonly eventId: string;
}

/**
 * Remembers, across processes, which messages were started and left no outcome: their process died
 * of them, or of a neighbour. It writes outside of any handler's transaction. Each method rejects
 * with a `HandBackError` where it can't tell; then the handler doesn't start.
 */
export abstract class StartLedger {
  /** @returns how often the message was started since its last outcome */
  abstract unfinished(message: StartedMessage): Promise<number>;

  /** One more start, durable when this resolves. */
  abstract begin(message: StartedMessage): Promise<void>;

  /** These have an outcome, whatever it is. */
  abstract end(messages: readonly StartedMessage[]): Promise<void>;
}
