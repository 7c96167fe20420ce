import kafkajs from 'kafkajs';
import type { Consumer, EachBatchPayload, Offsets } from 'kafkajs';
import type { MemberAssignment } from './assignment.js';

// Node finds no named exports for the errors of this CommonJS package; jest would.
const { KafkaJSNonRetriableError } = kafkajs;

/** What a consumer tells at once, while kafkajs waits: nothing is fetched before these return. */
export interface GroupListener {
  joined(memberId: string, assignment: MemberAssignment): void;
  /** The last moment to commit before partitions may move. */
  rebalancing(): void;
  left(): void;
  batch(batch: EachBatchPayload['batch']): Promise<void>;
}

interface Observer extends Omit<GroupListener, 'left'> {
  /** The group answered. */
  heard(): void;
  /** kafkajs gave up. */
  ended(cause: Error): void;
}

/** One kafkajs consumer, from its start to its end. */
export class GroupConsumer {
  private commitOnce: ((offsets: Offsets) => Promise<void>) | undefined;
  private isJoined = false;
  private isClosed = false;

  constructor(
    private readonly consumer: Consumer,
    private readonly topics: readonly string[],
    private readonly observer: Observer,
  ) {
    this.observe();
  }

  async start(): Promise<void> {
    const { consumer } = this;
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
    // It may be closed by now, and a member that joins after that would stay for ever.
    if (this.isClosed) return;
    await consumer.run({ autoCommit: false, eachBatch: (payload) => this.batch(payload) });
  }

  /** In kafkajs a pause outlives rebalances. Without a membership there is nothing to pause. */
  pause(partitions: PartitionsOfTopics): void {
    if (this.isJoined) this.consumer.pause(partitions);
  }

  resume(partitions: PartitionsOfTopics): void {
    if (this.isJoined) this.consumer.resume(partitions);
  }

  /**
   * Tried once. kafkajs's own `commitOffsets` repeats a failed commit by itself, also after a
   * rejoin, when it may take back what a new owner has committed.
   */
  async commit(offsets: Offsets): Promise<void> {
    await this.commitOnce?.(offsets);
  }

  /** Leaves the group. Nothing that the consumer does from now on is told any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.consumer.disconnect();
  }

  private async batch(payload: EachBatchPayload): Promise<void> {
    // After a long silence (a lost network, a stopped process) we may be no member any more.
    // Fetching works all the same; asking the group first keeps two owners from one record.
    await payload.heartbeat();
    // Closed while it joined: kafkajs has forgotten how to stop it, and it would keep partitions
    // that it doesn't read. This ends it.
    if (this.isClosed) throw new KafkaJSNonRetriableError('This consumer was closed.');
    this.commitOnce = payload.commitOffsetsIfNecessary;
    await this.observer.batch(payload.batch);
  }

  private observe(): void {
    const { GROUP_JOIN, REBALANCING, HEARTBEAT, CRASH } = this.consumer.events;
    const unlessClosed = (tell: () => void) => {
      if (!this.isClosed) tell();
    };
    this.consumer.on(GROUP_JOIN, ({ payload }) =>
      unlessClosed(() => {
        this.isJoined = true;
        this.observer.heard();
        this.observer.joined(payload.memberId, payload.memberAssignment);
      }),
    );
    this.consumer.on(REBALANCING, () => unlessClosed(() => this.observer.rebalancing()));
    this.consumer.on(HEARTBEAT, () => unlessClosed(() => this.observer.heard()));
    this.consumer.on(CRASH, ({ payload }) =>
      unlessClosed(() => {
        this.isJoined = false;
        this.observer.ended(payload.error);
      }),
    );
  }
}

export type PartitionsOfTopics = { topic: string; partitions?: number[] }[];
