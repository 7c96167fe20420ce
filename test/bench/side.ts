/** One way to use a broker: the starter, or the broker's client as its documentation shows it. */
export interface Side {
  /** Resolves when the broker has confirmed the message. */
  publish(message: BenchMessage): Promise<void>;
  /** Reads from now on, and acknowledges each message after `onMessage`. */
  consume(onMessage: () => void): Promise<void>;
  close(): Promise<void>;
}

export interface BenchMessage {
  readonly key: string;
  readonly text: string;
}
