import { StartLedger, type StartedMessage } from '@app/messaging';

/**
 * Starts in memory, for tests of what follows from them. It dies with its process, so it can't show
 * what a ledger is for: that the next process knows.
 */
export class InMemoryStartLedger extends StartLedger {
  private readonly starts = new Map<string, ReadonlySet<string>>();

  async unfinished(message: StartedMessage, process: string): Promise<number> {
    return [...this.processesOf(message)].filter((other) => other !== process).length;
  }

  async begin(message: StartedMessage, process: string): Promise<void> {
    this.starts.set(keyOf(message), new Set([...this.processesOf(message), process]));
  }

  async end(messages: readonly StartedMessage[]): Promise<void> {
    for (const message of messages) this.starts.delete(keyOf(message));
  }

  private processesOf(message: StartedMessage): ReadonlySet<string> {
    return this.starts.get(keyOf(message)) ?? new Set();
  }
}

function keyOf({ consumer, eventSource, eventId }: StartedMessage): string {
  return JSON.stringify([consumer, eventSource, eventId]);
}
