import { Backlog } from './backlog.js';
import { copyOf, type InMemoryMessage } from './in-memory-message.js';

/** Work for whoever reads it: each message goes to one reader, and failing ones wait aside. */
export class InMemoryQueue {
  readonly kind = 'queue';
  private readonly backlog = new Backlog();
  private count = 0;

  append(message: InMemoryMessage): void {
    const position = this.count++;
    this.backlog.add(String(position), {
      ...copyOf(message),
      position,
      attempt: 1,
    });
  }

  backlogOf(): Backlog {
    return this.backlog;
  }

  /** Everything that isn't settled, oldest first. */
  stored(): InMemoryMessage[] {
    return this.backlog.messages();
  }

  backlogs(): Iterable<Backlog> {
    return [this.backlog];
  }
}
