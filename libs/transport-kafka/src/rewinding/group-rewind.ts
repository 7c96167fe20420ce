import type { Admin } from 'kafkajs';
import { KafkaClient } from '../connection/kafka.client.js';
import type { KafkaSettings } from '../kafka.settings.js';
import { forgotten, planRewind, type PartitionRewind } from './plan-rewind.js';
import { RewindRefusedError } from './rewind.error.js';

export interface RewindRequest {
  /** Without the resource prefix, as `consumer` names it: `kafka-consumer`. */
  readonly group: string;
  /** Without the resource prefix. */
  readonly topic: string;
  readonly to: 'earliest' | { readonly offset: number } | { readonly time: Date };
  /** From when on the group's inbox remembers what it has done; undefined: from the beginning. */
  readonly rememberedSince: Date | undefined;
}

/** Has a consumer group read a topic again. Its inbox keeps what was done from being done twice. */
export class GroupRewind {
  private constructor(
    private readonly admin: Admin,
    private readonly prefix: string,
  ) {}

  /** @throws the client's error where no broker answers */
  static async connect(settings: KafkaSettings): Promise<GroupRewind> {
    const topology = { topics: [] };
    const client = new KafkaClient('rewind', { settings, topology, consumes: [] });
    const admin = client.admin();
    await admin.connect();
    return new GroupRewind(admin, settings.RESOURCE_PREFIX);
  }

  /**
   * What a rewind would do; it does nothing.
   * @throws RewindRefusedError where the group or the topic is unknown, the group is being read, or
   *   more would be read again than is remembered
   */
  async plan(request: RewindRequest): Promise<PartitionRewind[]> {
    await this.assertIdle(request);
    const plan = planRewind(await this.offsets(request));
    const [first] = forgotten(plan);
    if (first) {
      throw new RewindRefusedError(
        `Partition ${first.partition} would be read again from offset ${first.to}, and the inbox ` +
          `is sure to remember only what comes from ${first.remembered} on ` +
          `(${request.rememberedSince?.toISOString()}): what is before that would have its effects ` +
          'twice. Rewind to a later time.',
      );
    }
    return plan;
  }

  /** Carries out a plan. @throws RewindRefusedError where the group is being read by now */
  async apply(request: RewindRequest, plan: readonly PartitionRewind[]): Promise<void> {
    await this.assertIdle(request);
    const partitions = plan
      .filter(({ records }) => records > 0)
      .map(({ partition, to }) => ({ partition, offset: String(to) }));
    if (partitions.length === 0) return;
    const [groupId, topic] = [this.prefix + request.group, this.prefix + request.topic];
    await this.admin.setOffsets({ groupId, topic, partitions });
  }

  async close(): Promise<void> {
    await this.admin.disconnect();
  }

  private async assertIdle({ group }: RewindRequest): Promise<void> {
    const groupId = this.prefix + group;
    const { groups } = await this.admin.describeGroups([groupId]);
    const state = groups[0]?.state ?? 'Dead';
    if (state === 'Empty') return;
    throw new RewindRefusedError(
      state === 'Dead'
        ? `There is no consumer group ${groupId}. A group has the name of its app, and RESOURCE_PREFIX before it.`
        : `The consumer group ${groupId} is being read (${state}). Stop every process of the app, wait until its session is over, and try again.`,
    );
  }

  private async offsets({ group, rememberedSince, to, topic: name }: RewindRequest) {
    const [groupId, topic] = [this.prefix + group, this.prefix + name];
    await this.assertExists(topic);
    const ends = await this.admin.fetchTopicOffsets(topic);
    const [committed] = await this.admin.fetchOffsets({ groupId, topics: [topic] });
    const commits = byPartition(committed?.partitions ?? []);
    const remembered = rememberedSince && (await this.firstSince(topic, rememberedSince));
    const targets =
      typeof to === 'object' && 'time' in to ? await this.firstSince(topic, to.time) : undefined;
    return ends.map(({ low, partition }) => {
      const commit = commits.get(partition) ?? -1;
      const asked = to === 'earliest' || !('offset' in to) ? Number(low) : to.offset;
      return {
        partition,
        low: Number(low),
        committed: commit < 0 ? undefined : commit,
        target: targets?.get(partition) ?? asked,
        remembered: remembered?.get(partition) ?? 0,
      };
    });
  }

  private async assertExists(topic: string): Promise<void> {
    if ((await this.admin.listTopics()).includes(topic)) return;
    throw new RewindRefusedError(`There is no topic ${topic}.`);
  }

  /** Of each partition the first record with that time or a later one, else its end. */
  private async firstSince(topic: string, time: Date): Promise<Map<number, number>> {
    return byPartition(await this.admin.fetchTopicOffsetsByTimestamp(topic, time.getTime()));
  }
}

function byPartition(
  offsets: readonly { readonly partition: number; readonly offset: string }[],
): Map<number, number> {
  return new Map(offsets.map(({ offset, partition }) => [partition, Number(offset)]));
}
