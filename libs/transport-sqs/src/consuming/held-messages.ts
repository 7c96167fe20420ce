import type { HeldMessage } from './held-message.js';

/** Far above what is busy at a time; only messages that wait for a retry add up. */
const LIMIT = { messages: 1_000, bytes: 64 * 1024 * 1024 };

/** What one reader keeps from others at SQS: waiting, running, or about to be deleted. */
export class HeldMessages {
  private readonly messages = new Map<string, HeldMessage>();
  private bytes = 0;

  constructor(private readonly limit = LIMIT) {}

  get isFull(): boolean {
    return this.messages.size >= this.limit.messages || this.bytes >= this.limit.bytes;
  }

  get(messageId: string): HeldMessage | undefined {
    return this.messages.get(messageId);
  }

  all(): HeldMessage[] {
    return [...this.messages.values()];
  }

  add(message: HeldMessage): void {
    this.messages.set(message.received.id, message);
    this.bytes += message.received.body.length;
  }

  drop(message: HeldMessage): void {
    // A later delivery of the same message may have taken its place.
    if (this.messages.get(message.received.id) !== message) return;
    this.messages.delete(message.received.id);
    this.bytes -= message.received.body.length;
  }
}
