import type { InMemoryQueue } from './in-memory-queue.js';
import { matchesTopic } from './topic-pattern.js';

export type ExchangeType = 'direct' | 'topic' | 'fanout';

/** Hands a message on to the queues that are bound for its type. It keeps nothing. */
export class InMemoryExchange {
  readonly kind = 'exchange';
  private readonly bindings: { queue: InMemoryQueue; pattern: string }[] = [];

  constructor(readonly type: ExchangeType) {}

  bind(queue: InMemoryQueue, pattern: string): void {
    this.bindings.push({ queue, pattern });
  }

  /** The queues for an event type, each once. */
  queuesFor(eventType: string): Set<InMemoryQueue> {
    const fitting = this.bindings.filter(({ pattern }) => this.matches(pattern, eventType));
    return new Set(fitting.map((binding) => binding.queue));
  }

  private matches(pattern: string, eventType: string): boolean {
    switch (this.type) {
      case 'direct':
        return pattern === eventType;
      case 'topic':
        return matchesTopic(pattern, eventType);
      case 'fanout':
        return true;
      default:
        return this.type satisfies never;
    }
  }
}
