import { Logger } from '@nestjs/common';
import type { EachBatchPayload } from 'kafkajs';
import { endsWithin, InFlight, type Clock, type ConcurrencyLimit } from '@app/messaging';
import type { KafkaClient } from '../connection/kafka.client.js';
import { Assignment, type MemberAssignment } from './assignment.js';
import { Committer } from './committer.js';
import { FetchGate } from './fetch-gate.js';
import { toFetchedRecord } from '../codec/fetched-record.js';
import type { GroupListener } from './group-consumer.js';
import { GroupMember } from './group-member.js';
import { OwnedPartition } from './owned-partition.js';
import type { RecordHandler } from './record-handler.js';

/** How one topic is read; topics by their physical names. */
export interface TopicReading {
  readonly handler: RecordHandler;
  readonly limit: ConcurrencyLimit;
}

export interface GroupReaderOptions {
  readonly groupId: string;
  readonly readings: ReadonlyMap<string, TopicReading>;
  readonly sessionTimeoutMs: number;
  /** Aborted by `close()`, before anything else. */
  readonly stopping: AbortController;
}

/** An answer takes milliseconds; a broker that gives none must not hold up the end of the app. */
const LAST_COMMIT_TIMEOUT_MS = 3_000;

/** Reads topics as a member of a group: fetched records to handlers, what they finish to commits. */
export class GroupReader implements GroupListener {
  private readonly logger = new Logger(GroupReader.name);
  private readonly member: GroupMember;
  private readonly assignment: Assignment;
  private readonly committer: Committer;
  private readonly gate: FetchGate;
  private readonly inFlight = new InFlight();
  private onFirstJoin: (() => void) | undefined;

  constructor(
    client: KafkaClient,
    private readonly options: GroupReaderOptions,
    private readonly clock: Clock,
  ) {
    const { groupId, sessionTimeoutMs, readings } = options;
    const topics = [...readings.keys()];
    this.member = new GroupMember(
      client,
      { groupId, sessionTimeoutMs, topics, listener: this },
      clock,
    );
    this.assignment = new Assignment((topic, partition) => this.own(topic, partition));
    this.committer = new Committer(
      () => this.assignment.all(),
      (offsets) => this.member.commit(offsets),
      clock,
    );
    this.gate = new FetchGate(this.member, clock);
  }

  get isMember(): boolean {
    return this.member.isMember;
  }

  get problem(): string | undefined {
    return this.member.problem;
  }

  owns(topic: string, partition: number): boolean {
    return this.assignment.isAssigned(topic, partition);
  }

  /** Resolves at the first join. */
  async start(): Promise<void> {
    const joined = new Promise<void>((resolve) => (this.onFirstJoin = resolve));
    this.committer.start();
    void this.member.run();
    await joined;
  }

  joined(memberId: string, assigned: MemberAssignment): void {
    for (const lost of this.assignment.joined(memberId, assigned)) this.gate.reopen(lost);
    const { groupId, stopping } = this.options;
    if (stopping.signal.aborted) this.member.stopFetching();
    this.logger.log({ msg: `Joined group ${groupId}`, partitions: assigned });
    this.onFirstJoin?.();
  }

  rebalancing(): void {
    void this.committer.commit();
  }

  left(): void {
    for (const lost of this.assignment.left()) this.gate.reopen(lost);
  }

  async batch(batch: EachBatchPayload['batch']): Promise<void> {
    const { topic, partition, messages, highWatermark } = batch;
    const known = this.assignment.partition(topic, partition);
    const [first] = messages;
    if (!known || !first || this.options.stopping.signal.aborted) return;
    const isStartedOver = known.window.isStartedOver(Number(first.offset));
    const owned = isStartedOver ? this.startOver(known, first.offset) : known;
    owned.window.seeEnd(Number(highWatermark));
    for (const message of messages) owned.take(toFetchedRecord(message));
    await this.gate.pass(owned);
  }

  /**
   * Stops fetching, lets running handlers finish for `timeoutMs`, commits, leaves. Past that time
   * handlers are told by their signal, and what they had is left for the next owner.
   */
  async close(timeoutMs: number): Promise<void> {
    this.options.stopping.abort();
    this.member.stopFetching();
    for (const { limit } of this.options.readings.values()) limit.stop();

    if (!(await endsWithin(this.clock, timeoutMs, this.inFlight.idle()))) {
      this.logger.warn(`Handlers still ran after ${timeoutMs} ms; what they had is read again.`);
      for (const partition of this.assignment.all()) partition.lose();
    }
    this.committer.stop();
    if (!(await endsWithin(this.clock, LAST_COMMIT_TIMEOUT_MS, this.committer.commit()))) {
      this.logger.warn('The last commit got no answer; what it covers may be read again.');
    }
    this.left();
    await this.member.leave();
  }

  /** The offsets mean other records now, so nothing that is known of the old ones holds. */
  private startOver(old: OwnedPartition, offset: string): OwnedPartition {
    const { topic, partition } = old;
    this.logger.warn(
      `${topic}/${partition} starts over at offset ${offset}, below what was committed. ` +
        'The topic was created anew or its log was cut; it is read from there.',
    );
    const renewed = this.assignment.renew(old);
    this.gate.reopen(old);
    return renewed;
  }

  private own(topic: string, partition: number): OwnedPartition {
    const { handler } = this.options.readings.get(topic)!;
    return new OwnedPartition(topic, partition, (owned, record) =>
      this.inFlight.track(() => handler.handle(owned, record)),
    );
  }
}
