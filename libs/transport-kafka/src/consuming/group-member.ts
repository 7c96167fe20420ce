import { Logger } from '@nestjs/common';
import type { Offsets } from 'kafkajs';
import { endsWithin, sleep, type Clock } from '@app/messaging';
import { isUnreadable, rootCause } from '../connection/kafka-error.js';
import { heartbeatIntervalMs, type KafkaClient } from '../connection/kafka.client.js';
import type { Fetching } from './fetch-gate.js';
import { GroupConsumer, type GroupListener } from './group-consumer.js';

export interface GroupMemberOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly sessionTimeoutMs: number;
  readonly listener: GroupListener;
}

const RESTART_DELAY_MS = 1_000;
const LEAVE_TIMEOUT_MS = 5_000;

/**
 * Membership in a consumer group that outlives kafkajs's own: a consumer that crashed for good,
 * or hasn't been heard of for two sessions, is replaced by a new one.
 */
export class GroupMember implements Fetching {
  private readonly logger = new Logger(GroupMember.name);
  private readonly closing = new AbortController();
  private consumer: GroupConsumer | undefined;
  private lastHeardMs: number | undefined;
  private unreadableRecords: string | undefined;

  constructor(
    private readonly client: KafkaClient,
    private readonly options: GroupMemberOptions,
    private readonly clock: Clock,
  ) {}

  /** Heard of by the group within three heartbeats. */
  get isMember(): boolean {
    const patienceMs = 3 * heartbeatIntervalMs(this.options.sessionTimeoutMs) + 1_000;
    return this.lastHeardMs !== undefined && this.clock.elapsedMs() - this.lastHeardMs < patienceMs;
  }

  /** Why nothing is read although the group has us, and what to do; undefined where all is well. */
  get problem(): string | undefined {
    return this.unreadableRecords;
  }

  /** Stays in the group until `leave()`. */
  async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const ended = new AbortController();
      this.consumer = this.createConsumer(ended);
      try {
        await this.consumer.start();
        await this.watch([ended.signal, signal]);
      } catch (error) {
        this.logger.warn(`Kafka consumer not started: ${rootCause(error).message}`);
      }
      if (signal.aborted) return;
      this.lost();
      await this.disconnect();
      await sleep(this.clock, RESTART_DELAY_MS, [signal]);
    }
  }

  pause(topic: string, partition: number): void {
    this.consumer?.pause([{ topic, partitions: [partition] }]);
  }

  resume(topic: string, partition: number): void {
    if (!this.closing.signal.aborted) {
      this.consumer?.resume([{ topic, partitions: [partition] }]);
    }
  }

  /** Stops fetching and stays a member, so that what runs can still be committed. */
  stopFetching(): void {
    this.closing.abort();
    this.consumer?.pause(this.options.topics.map((topic) => ({ topic })));
  }

  async commit(offsets: Offsets): Promise<void> {
    await this.consumer?.commit(offsets);
  }

  async leave(): Promise<void> {
    this.closing.abort();
    await this.disconnect();
  }

  private createConsumer(ended: AbortController): GroupConsumer {
    const { groupId, topics, listener } = this.options;
    return new GroupConsumer(this.client.consumer(groupId), topics, {
      joined: (memberId, assignment) => listener.joined(memberId, assignment),
      rebalancing: () => listener.rebalancing(),
      batch: (batch) => listener.batch(batch),
      heard: () => (this.lastHeardMs = this.clock.elapsedMs()),
      ended: (cause) => {
        if (isUnreadable(cause)) this.unreadable(cause);
        this.lost();
        ended.abort();
      },
    });
  }

  /** Resolves when this consumer is beyond hope, or nobody needs it any more. */
  private async watch(signals: readonly AbortSignal[]): Promise<void> {
    const { sessionTimeoutMs } = this.options;
    const startedMs = this.clock.elapsedMs();
    while (!signals.some((signal) => signal.aborted)) {
      await sleep(this.clock, sessionTimeoutMs / 2, signals);
      // It would have met again what its predecessor couldn't read.
      if (!signals.some((signal) => signal.aborted)) this.unreadableRecords = undefined;
      const heardMs = Math.max(startedMs, this.lastHeardMs ?? 0);
      if (this.clock.elapsedMs() - heardMs > 2 * sessionTimeoutMs) {
        this.logger.warn('The consumer group is silent; joining it anew.');
        return;
      }
    }
  }

  /** kafkajs doesn't say which topic it was, and neither skips the record nor reads others. */
  private unreadable(cause: Error): void {
    this.unreadableRecords =
      `A record of ${this.options.topics.join(' or ')} can't be read: ${rootCause(cause).message}. ` +
      'Set compression.type=gzip on the topic; what it holds already needs another reader, ' +
      'or the group set past it.';
    this.logger.error(this.unreadableRecords);
  }

  private lost(): void {
    this.lastHeardMs = undefined;
    this.options.listener.left();
  }

  private async disconnect(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    if (!consumer) return;
    const left = consumer.close().catch((error: unknown) => {
      this.logger.debug(`The consumer didn't leave properly: ${rootCause(error).message}`);
    });
    await endsWithin(this.clock, LEAVE_TIMEOUT_MS, left);
  }
}
