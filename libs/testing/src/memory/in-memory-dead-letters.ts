import { PublishRejectedError } from '@app/messaging';
import { copyOf, type InMemoryMessage } from './in-memory-message.js';

/** The dead-letter targets of a broker in memory, one a channel. */
export class InMemoryDeadLetters {
  private readonly letters = new Map<string, InMemoryMessage[]>();
  private readonly refusing = new Set<string>();

  /** @throws PublishRejectedError while the channel's target refuses messages */
  add(channel: string, message: InMemoryMessage): void {
    if (this.refusing.has(channel)) {
      throw new PublishRejectedError(`The dead-letter target of ${channel} refuses messages.`);
    }
    this.letters.set(channel, [...this.of(channel), copyOf(message)]);
  }

  /** Oldest first. */
  of(channel: string): readonly InMemoryMessage[] {
    return this.letters.get(channel) ?? [];
  }

  refuse(channel: string): void {
    this.refusing.add(channel);
  }

  allow(channel: string): void {
    this.refusing.delete(channel);
  }
}
