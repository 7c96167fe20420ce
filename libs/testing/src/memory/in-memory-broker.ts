import { AsyncLocalStorage } from 'node:async_hooks';
import {
  Clock,
  ConfigurationError,
  PublishUnconfirmedError,
  SystemClock,
  UnknownDestinationError,
  UnroutableMessageError,
  type Destination,
  type OutboundMessage,
  type StreamListener,
} from '@app/messaging';
import type { Backlog } from './backlog.js';
import { InMemoryDeadLetters } from './in-memory-dead-letters.js';
import type { InMemoryMessage } from './in-memory-message.js';
import { InMemoryTopology } from './in-memory-topology.js';

/**
 * Every broker of a system, played in memory: streams, queues and exchanges with the promises of
 * the real ones, and the same ways to fail. Nothing outlives the process.
 */
export class InMemoryBroker {
  readonly topology = new InMemoryTopology();
  readonly deadLetters = new InMemoryDeadLetters();
  private readonly timers = new Set<() => void>();
  private readonly listeners = new Set<StreamListener>();
  private readonly outside = AsyncLocalStorage.snapshot();
  private connected = true;
  private answerLost: (() => void) | undefined;

  constructor(private readonly clock: Clock = new SystemClock()) {}

  /**
   * Stores a message, in as many copies as it has queues.
   * @throws UnknownDestinationError, UnroutableMessageError, PublishUnconfirmedError
   */
  publish(destination: Destination, message: OutboundMessage): void {
    if (!this.connected) throw new PublishUnconfirmedError('The broker in memory is disconnected.');
    this.route(destination, message);
    if (!this.answerLost) return;
    this.answerLost();
    this.answerLost = undefined;
    this.disconnect();
    this.reconnect();
    throw new PublishUnconfirmedError('The connection was cut before the answer.');
  }

  /** Stores a message as it is, whatever a publisher would say. */
  append(channel: string, message: InMemoryMessage): void {
    this.topology.readable(channel).append(message);
  }

  /** How many messages of a channel wait, are delayed or are being handled, over all readers. */
  unsettled(channel: string): number {
    const backlogs = [...this.topology.readable(channel).backlogs()];
    return backlogs.reduce((sum, backlog) => sum + backlog.unsettled, 0);
  }

  /** What a stream has logged; what a queue still holds. Oldest first. */
  storedIn(channel: string): InMemoryMessage[] {
    return this.topology.readable(channel).stored();
  }

  /** What a consumer has still to handle. @throws ConfigurationError for an undeclared channel */
  backlogOf(channel: string, consumer: string): Backlog {
    return this.topology.readable(channel).backlogOf(consumer);
  }

  /**
   * Lets `listener` look on at a stream from now on.
   * @returns a function that ends that
   * @throws ConfigurationError for what isn't a stream
   */
  follow(channel: string, listener: StreamListener): () => void {
    const place = this.topology.readable(channel);
    if (place.kind !== 'stream') {
      throw new ConfigurationError(`'${channel}' is a queue. Only a stream can be followed.`);
    }
    const tell = (work: () => void) =>
      this.runOutside(() => {
        if (this.connected && this.listeners.has(own)) work();
      });
    // An object of its own, so that one listener may follow twice.
    const own: StreamListener = {
      message: (message) => tell(() => listener.message(message)),
      missed: () => tell(() => listener.missed()),
    };
    this.listeners.add(own);
    const unfollow = place.follow((message) => own.message(message));
    own.missed();
    return () => {
      this.listeners.delete(own);
      unfollow();
    };
  }

  /**
   * Stores a dead letter of a channel, where those who read dead letters find it, too.
   * @throws PublishRejectedError while the channel's target refuses messages
   */
  setAside(channel: string, message: InMemoryMessage): void {
    this.deadLetters.add(channel, message);
    this.topology.deadLettersOf(channel)?.append(message);
  }

  /** The dead letters of a channel, oldest first. */
  deadLettersOf(channel: string): readonly InMemoryMessage[] {
    return this.deadLetters.of(channel);
  }

  /** Goes away: whoever handles a message loses it, and nothing is delivered or stored. */
  disconnect(): void {
    this.connected = false;
    for (const place of this.topology.allReadable()) {
      for (const backlog of place.backlogs()) backlog.revokeClaims();
    }
  }

  reconnect(): void {
    this.connected = true;
    for (const place of this.topology.allReadable()) {
      for (const backlog of place.backlogs()) backlog.wake();
    }
    for (const listener of this.listeners) listener.missed();
  }

  get isConnected(): boolean {
    return this.connected;
  }

  /**
   * The next publish is stored, but its sender learns only that the connection is cut.
   * @returns a promise that resolves when that has happened
   */
  loseNextAnswer(): Promise<void> {
    return new Promise((resolve) => (this.answerLost = resolve));
  }

  /** Calls back after `delayMs` of the broker's clock. */
  later(delayMs: number, callback: () => void): void {
    const cancel = this.clock.after(delayMs, () => {
      this.timers.delete(cancel);
      callback();
    });
    this.timers.add(cancel);
  }

  /**
   * Runs work as the broker's own: what a publisher triggers must not inherit its delivery, nor
   * its database transaction.
   */
  runOutside(work: () => void): void {
    this.outside(() => setImmediate(work));
  }

  /** Forgets every delayed message, so that nothing keeps the process alive. */
  close(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }

  private route(destination: Destination, message: OutboundMessage): void {
    const place = this.topology.find(destination.name);
    if (!place) throw UnknownDestinationError.of(destination);
    if (place.kind !== 'exchange') return place.append(message);

    const queues = place.queuesFor(message.type);
    if (queues.size === 0 && place.type === 'direct') {
      throw new UnroutableMessageError(
        `Exchange ${destination.name} has no queue for ${message.type}. Bind one to it.`,
      );
    }
    for (const queue of queues) queue.append(message);
  }
}
