import { Backlog } from './backlog.js';
import { copyOf, type InMemoryMessage } from './in-memory-message.js';

/** A log that many groups read, each from the beginning and at its own pace; keys keep their order. */
export class InMemoryStream {
  readonly kind = 'stream';
  private readonly log: InMemoryMessage[] = [];
  private readonly groups = new Map<string, Backlog>();
  private readonly followers = new Set<(message: InMemoryMessage) => void>();

  append(message: InMemoryMessage): void {
    const position = this.log.push(copyOf(message)) - 1;
    for (const group of this.groups.values()) this.give(group, position);
    for (const follower of this.followers) follower(copyOf(message));
  }

  /** Calls back for each message from now on. @returns a function that ends that */
  follow(follower: (message: InMemoryMessage) => void): () => void {
    this.followers.add(follower);
    return () => void this.followers.delete(follower);
  }

  /** What `group` has still to read; everything, where nobody of it was here before. */
  backlogOf(group: string): Backlog {
    const known = this.groups.get(group);
    if (known) return known;
    const backlog = new Backlog();
    this.log.forEach((_, position) => this.give(backlog, position));
    this.groups.set(group, backlog);
    return backlog;
  }

  /** Everything that was ever appended, oldest first. */
  stored(): InMemoryMessage[] {
    return [...this.log];
  }

  backlogs(): Iterable<Backlog> {
    return this.groups.values();
  }

  private give(group: Backlog, position: number): void {
    const message = copyOf(this.log[position]!);
    group.add(message.key, { ...message, position, attempt: 1 });
  }
}
