/** What is known of a partition before a rewind; offsets as Kafka counts them. */
export interface PartitionOffsets {
  readonly partition: number;
  /** The first record that is still there. */
  readonly low: number;
  /** The next record that the group would read; undefined where it has never committed. */
  readonly committed: number | undefined;
  /** Where the user wants to go. */
  readonly target: number;
  /** The first record whose effects are surely remembered. */
  readonly remembered: number;
}

/** Where a group reads on after a rewind. */
export interface PartitionRewind {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** Records that are read again. */
  readonly records: number;
  /** The first record that is surely remembered; what is before it may have its effects again. */
  readonly remembered: number;
}

/** Never forwards, which would be a loss, and never to what is deleted. */
export function planRewind(partitions: readonly PartitionOffsets[]): PartitionRewind[] {
  return partitions.flatMap(({ committed, low, partition, remembered, target }) => {
    if (committed === undefined) return [];
    const to = Math.min(Math.max(target, low), committed);
    return [{ partition, from: committed, to, records: committed - to, remembered }];
  });
}

/** Those that would be read again from before what is remembered. */
export function forgotten(plan: readonly PartitionRewind[]): PartitionRewind[] {
  return plan.filter(({ records, remembered, to }) => records > 0 && to < remembered);
}
