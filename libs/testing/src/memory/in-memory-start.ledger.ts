import { StartLedger, type StartedMessage } from '@app/messaging';

/**
 * Starts in memory, for tests of what follows from them. It dies with its process, so it can't show
 * what a ledger is for: that the next process knows.
 */
export class InMemoryStartLedger extends StartLedger {
  private readonly starts = new Map<string, number>();

  async unfinished(message: StartedMessage): Promise<number> {
    return this.starts.get(keyOf(message)) ?? 0;
  }

  async begin(message: StartedMessage): Promise<void> {
    this.starts.set(keyOf(message), (await this.unfinished(message)) + 1);
  }

  async end(messages: readonly StartedMessage[]): Promise<void> {
    for (const message of messages) this.starts.delete(keyOf(message));
  }
}

function keyOf({ consumer, eventSource, eventId }: StartedMessage): string {
  return JSON.stringify([consumer, eventSource, eventId]);
}
