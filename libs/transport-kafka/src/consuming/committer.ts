import { Logger } from '@nestjs/common';
import type { Offsets, PartitionOffset } from 'kafkajs';
import type { Clock } from '@app/messaging';
import { isAnswer, rootCause } from '../connection/kafka-error.js';
import type { OwnedPartition } from './owned-partition.js';

/** One commit request, tried once: a repeated one could speak for partitions lost meanwhile. */
export type SendCommit = (offsets: Offsets) => Promise<void>;

/** A commit for each message costs 20 times the throughput; this much is handled again after a crash. */
const COMMIT_INTERVAL_MS = 200;

interface Commit {
  readonly partition: OwnedPartition;
  readonly offset: number;
}

/** Commits, for all owned partitions at once, the offset below which everything is finished. */
export class Committer {
  private readonly logger = new Logger(Committer.name);
  private cancelTimer: (() => void) | undefined;
  private isCommitting = false;

  constructor(
    private readonly owned: () => Iterable<OwnedPartition>,
    private readonly send: SendCommit,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.cancelTimer = this.clock.after(COMMIT_INTERVAL_MS, () => {
      this.start();
      if (!this.isCommitting) void this.commit();
    });
  }

  stop(): void {
    this.cancelTimer?.();
  }

  /**
   * Builds and sends the commit before it returns to its caller: during a rebalance only what is
   * sent before the rejoin is accepted. A failure is no loss: what isn't committed comes again.
   */
  async commit(): Promise<void> {
    const commits = [...this.owned()].flatMap((partition) => {
      const offset = partition.window.commitable();
      return offset === undefined ? [] : [{ partition, offset }];
    });
    if (commits.length === 0) return;

    this.isCommitting = true;
    try {
      await this.send(toOffsets(commits));
      for (const { partition, offset } of commits) partition.window.markCommitted(offset);
    } catch (error) {
      const line = `Offsets were not committed: ${rootCause(error).message}`;
      // The group answers so when it moves partitions, which is nothing to worry about.
      if (isAnswer(error)) this.logger.debug(line);
      else this.logger.warn(line);
    } finally {
      this.isCommitting = false;
    }
  }
}

function toOffsets(commits: readonly Commit[]): Offsets {
  const byTopic = new Map<string, PartitionOffset[]>();
  for (const { partition, offset } of commits) {
    const partitions = byTopic.get(partition.topic) ?? [];
    byTopic.set(partition.topic, partitions);
    partitions.push({ partition: partition.partition, offset: String(offset) });
  }
  return { topics: [...byTopic].map(([topic, partitions]) => ({ topic, partitions })) };
}
