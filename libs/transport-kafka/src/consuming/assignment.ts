import type { OwnedPartition } from './owned-partition.js';

/** Topic to partitions, as the group assigned them to us. */
export type MemberAssignment = Readonly<Record<string, readonly number[]>>;

/** Which partitions are ours. Only what is in here is committed. */
export class Assignment {
  private readonly owned = new Map<string, OwnedPartition>();
  private assigned: MemberAssignment = {};
  private memberId: string | undefined;

  constructor(private readonly create: (topic: string, partition: number) => OwnedPartition) {}

  /**
   * Takes over what the group decided. A new member id means that the group had given us up, and
   * others may have read on: then nothing that we knew holds any more.
   * @returns the partitions that we lost; their signals are aborted
   */
  joined(memberId: string, assigned: MemberAssignment): OwnedPartition[] {
    const isSameMember = this.memberId === memberId;
    this.memberId = memberId;
    this.assigned = assigned;
    return this.drop((it) => !isSameMember || !this.isAssigned(it.topic, it.partition));
  }

  /** We are in no group any more. */
  left(): OwnedPartition[] {
    this.memberId = undefined;
    this.assigned = {};
    return this.drop(() => true);
  }

  /** @returns undefined where the partition isn't ours */
  partition(topic: string, partition: number): OwnedPartition | undefined {
    if (!this.isAssigned(topic, partition)) return undefined;
    return this.owned.get(keyOf(topic, partition)) ?? this.add(topic, partition);
  }

  /** Takes a partition that stays ours as a new one; the old one is lost. */
  renew(old: OwnedPartition): OwnedPartition {
    this.drop((it) => it === old);
    return this.add(old.topic, old.partition);
  }

  all(): Iterable<OwnedPartition> {
    return this.owned.values();
  }

  isAssigned(topic: string, partition: number): boolean {
    return this.assigned[topic]?.includes(partition) ?? false;
  }

  private add(topic: string, partition: number): OwnedPartition {
    const created = this.create(topic, partition);
    this.owned.set(keyOf(topic, partition), created);
    return created;
  }

  private drop(isLost: (partition: OwnedPartition) => boolean): OwnedPartition[] {
    const lost = [...this.owned.values()].filter(isLost);
    for (const partition of lost) {
      this.owned.delete(keyOf(partition.topic, partition.partition));
      partition.lose();
    }
    return lost;
  }
}

function keyOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
