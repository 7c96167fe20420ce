import type { MessageHeaders } from '@app/events';
import type { Channel } from '../delivery/subscription.js';

/** A message as whoever appended it wrote it, unchecked: a stream is open to other writers. */
export interface FollowedMessage {
  readonly body: Buffer;
  readonly headers: MessageHeaders;
  /** What orders it, where it says so. */
  readonly key: string | undefined;
}

/** Who follows a stream. What a listener throws is logged, and keeps nothing from going on. */
export interface StreamListener {
  /** In the order of the stream. */
  message(message: FollowedMessage): void;
  /**
   * Messages may have passed unseen: following begins, or begins again after an outage. Whoever
   * needs them gets them elsewhere now; what is appended from here on comes as `message`.
   */
  missed(): void;
}

/**
 * One broker's way to look on at a stream: every process sees every message from now on, at most
 * once, and nothing is settled. For what can be had elsewhere (a live view). What must not be lost
 * has a handler, which reads as part of a group.
 */
export abstract class StreamFollower {
  /** The names of the brokers that it serves: one, but for the in-memory transport. */
  abstract readonly brokers: readonly string[];

  /**
   * Begins at once, or as soon as the broker is there.
   * @returns a function that ends it
   * @throws MessagingError for a stream that nobody declared
   */
  abstract follow(channel: Channel, listener: StreamListener): () => void;
}
