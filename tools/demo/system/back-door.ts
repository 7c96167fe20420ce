/** A dead letter, as far as the story tells of it. */
export interface SeenDeadLetter {
  readonly reason: string;
  /** The app that refused the message. */
  readonly consumer: string;
}

/** A way onto the broker past our publisher, which would refuse poison, and a look into the DLQ. */
export interface BackDoor {
  /** Puts bytes on `orders.events` as any foreign program could. */
  put(key: string, body: Buffer): Promise<void>;
  /** Waits for the dead letter of exactly these bytes. @throws the signal's reason */
  deadLetterOf(body: Buffer, signal: AbortSignal): Promise<SeenDeadLetter>;
  close(): Promise<void>;
}
