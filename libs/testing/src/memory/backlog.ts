import { Claim } from './claim.js';
import type { StoredMessage } from './stored-message.js';

/** Messages that only go one after the other. */
interface Lane {
  readonly name: string;
  readonly messages: StoredMessage[];
}

/**
 * What a consumer has still to do. Messages of one lane are handled one after the other, in their
 * order, also while the first of them waits for its retry; lanes go side by side.
 */
export class Backlog {
  private readonly lanes = new Map<string, Lane>();
  private ready: Lane[] = [];
  private readonly claims = new Map<Lane, Claim>();
  private readonly listeners = new Set<() => void>();

  /** Messages that wait, are delayed, or are being handled. */
  get unsettled(): number {
    let count = 0;
    for (const lane of this.lanes.values()) count += lane.messages.length;
    return count;
  }

  /** All unsettled messages, in the order in which they came. */
  messages(): StoredMessage[] {
    return [...this.lanes.values()]
      .flatMap((lane) => lane.messages)
      .sort((a, b) => a.position - b.position);
  }

  add(laneName: string, message: StoredMessage): void {
    const lane = this.lanes.get(laneName);
    if (lane) {
      lane.messages.push(message);
      return;
    }
    const opened = { name: laneName, messages: [message] };
    this.lanes.set(laneName, opened);
    this.open(opened);
  }

  /** The next message that may be handled now. It stays here until its claim is settled. */
  take(): Claim | undefined {
    const lane = this.ready.shift();
    const message = lane?.messages[0];
    if (!lane || !message) return undefined;
    const claim = new Claim(message, {
      done: () => this.close(lane),
      again: () => this.reopen(lane),
      ended: () => this.claims.delete(lane),
    });
    this.claims.set(lane, claim);
    return claim;
  }

  /** Calls back whenever there may be something to take. @returns a function that ends that */
  onReady(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Takes every message back from whoever handles it; what they settle later has no effect. */
  revokeClaims(): void {
    for (const claim of this.claims.values()) claim.revoke();
  }

  private close(lane: Lane): void {
    lane.messages.shift();
    if (lane.messages.length > 0) this.open(lane);
    else this.lanes.delete(lane.name);
  }

  private open(lane: Lane): void {
    this.ready.push(lane);
    this.wake();
  }

  /** A message that was begun goes before those that were not. */
  private reopen(lane: Lane): void {
    this.ready.unshift(lane);
    this.wake();
  }

  /** Tells every listener to look again. */
  wake(): void {
    for (const listener of this.listeners) listener();
  }
}
