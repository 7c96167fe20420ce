import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload, Offsets } from 'kafkajs';
import type { Clock } from '@app/messaging';
import { heartbeatIntervalMs, type KafkaClient } from '../client/kafka.client.js';
import { rootCause } from '../client/kafka-error.js';
import type { MemberAssignment } from './assignment.js';
import { endsWithin } from './ends-within.js';
import type { Fetching } from './fetch-gate.js';
import { sleep } from './sleep.js';

/** What a member tells at once, while kafkajs waits: nothing is fetched before these return. */
export interface GroupListener {
  joined(memberId: string, assignment: MemberAssignment): void;
  /** The last moment to commit before partitions may move. */
  rebalancing(): void;
  left(): void;
  batch(batch: EachBatchPayload['batch']): Promise<void>;
}

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
  private consumer: Consumer | undefined;
  private commitOnce: ((offsets: Offsets) => Promise<void>) | undefined;
  private lastSignMs = 0;
  private isJoined = false;

  constructor(
    private readonly client: KafkaClient,
    private readonly options: GroupMemberOptions,
    private readonly clock: Clock,
  ) {}

  /** Heard of by the group within three heartbeats. */
  get isMember(): boolean {
    const patienceMs = 3 * heartbeatIntervalMs(this.options.sessionTimeoutMs) + 1_000;
    return this.isJoined && this.silentMs() < patienceMs;
  }

  /** Stays in the group until `leave()`. */
  async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const ended = new AbortController();
      try {
        await this.startConsumer(ended);
        await this.watch(ended.signal);
      } catch (error) {
        this.logger.warn(`Kafka consumer not started: ${rootCause(error).message}`);
      }
      if (signal.aborted) return;
      this.isJoined = false;
      this.options.listener.left();
      await this.disconnect();
      await sleep(this.clock, RESTART_DELAY_MS, [signal]);
    }
  }

  pause(topic: string, partition: number): void {
    this.whileConsuming((consumer) => consumer.pause([{ topic, partitions: [partition] }]));
  }

  resume(topic: string, partition: number): void {
    if (this.closing.signal.aborted) return;
    this.whileConsuming((consumer) => consumer.resume([{ topic, partitions: [partition] }]));
  }

  /** Stops fetching and stays a member, so that what runs can still be committed. */
  stopFetching(): void {
    this.closing.abort();
    this.whileConsuming((consumer) =>
      consumer.pause(this.options.topics.map((topic) => ({ topic }))),
    );
  }

  async commit(offsets: Offsets): Promise<void> {
    await this.commitOnce?.(offsets);
  }

  async leave(): Promise<void> {
    this.closing.abort();
    await this.disconnect();
  }

  private async startConsumer(ended: AbortController): Promise<void> {
    const { groupId, topics, listener } = this.options;
    const consumer = this.client.consumer(groupId);
    this.consumer = consumer;
    this.lastSignMs = this.clock.now().getTime();
    this.listen(consumer, ended);
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    // `leave()` may have come meanwhile, and a member that joins now would stay for ever.
    if (this.closing.signal.aborted) return;
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, commitOffsetsIfNecessary, heartbeat }) => {
        // After a long silence (a lost network, a stopped process) we may be no member any more.
        // Fetching works all the same; asking the group first keeps two owners from one record.
        await heartbeat();
        // `consumer.commitOffsets` repeats a failed commit by itself, also after a rejoin, when
        // it may take back what a new owner has committed. This one is tried once.
        this.commitOnce = commitOffsetsIfNecessary;
        await listener.batch(batch);
      },
    });
  }

  /** A consumer that was replaced has no say any more. */
  private listen(consumer: Consumer, ended: AbortController): void {
    const { listener } = this.options;
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, CRASH } = consumer.events;
    const isCurrent = () => this.consumer === consumer;
    consumer.on(GROUP_JOIN, ({ payload }) => {
      if (!isCurrent()) return;
      this.isJoined = true;
      this.heard();
      listener.joined(payload.memberId, payload.memberAssignment);
    });
    consumer.on(REBALANCING, () => {
      if (isCurrent()) listener.rebalancing();
    });
    consumer.on(HEARTBEAT, () => {
      if (isCurrent()) this.heard();
    });
    consumer.on(CRASH, ({ payload }) => {
      if (!isCurrent()) return;
      this.isJoined = false;
      listener.left();
      if (!payload.restart) ended.abort();
    });
  }

  /** Resolves when this consumer is beyond hope. */
  private async watch(ended: AbortSignal): Promise<void> {
    const { sessionTimeoutMs } = this.options;
    const signals = [ended, this.closing.signal];
    while (!signals.some((signal) => signal.aborted)) {
      await sleep(this.clock, sessionTimeoutMs / 2, signals);
      if (this.silentMs() > 2 * sessionTimeoutMs) {
        this.logger.warn('The consumer group is silent; joining it anew.');
        return;
      }
    }
  }

  private heard(): void {
    this.lastSignMs = this.clock.now().getTime();
  }

  private silentMs(): number {
    return this.clock.now().getTime() - this.lastSignMs;
  }

  /** kafkajs throws while it restarts a crashed consumer; then there is nothing to pause either. */
  private whileConsuming(action: (consumer: Consumer) => void): void {
    if (this.consumer && this.isJoined) action(this.consumer);
  }

  private async disconnect(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    this.commitOnce = undefined;
    if (!consumer) return;
    const left = consumer.disconnect().catch((error: unknown) => {
      this.logger.debug(`The consumer didn't leave properly: ${rootCause(error).message}`);
    });
    await endsWithin(this.clock, LEAVE_TIMEOUT_MS, left);
  }
}
