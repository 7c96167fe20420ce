import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { backoffMs, sleep, type Clock } from '@app/messaging';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { recordSafely, type RecordAll } from './record-safely.js';

const MAX_ENTRIES = 100;
const MAX_BYTES = 8 * 1024 * 1024;
/** Deliveries that come together are recorded together. */
const GATHER_MS = 5;
const BACKOFF = { firstMs: 200, longestMs: 10_000 };

interface Waiting {
  readonly entry: LedgerEntry;
  readonly signals: readonly AbortSignal[];
  readonly settle: (isRecorded: boolean) => void;
}

/**
 * Gathers entries into transactions, one after the other. While the database is away they wait, and
 * with them their deliveries, which bounds what waits.
 */
export class EntryBatches {
  private readonly logger = new Logger('DeadLetterCollector');
  private waiting: Waiting[] = [];
  private isWriting = false;
  private failures = 0;

  constructor(
    private readonly record: RecordAll,
    private readonly clock: Clock,
  ) {}

  /**
   * Resolves with true once the entry is committed; with false where one of `signals` was aborted
   * before that. It may be recorded all the same then, which its next copy only counts.
   */
  async add(entry: LedgerEntry, signals: readonly AbortSignal[]): Promise<boolean> {
    if (signals.some((it) => it.aborted)) return false;
    return await new Promise((resolve) => {
      const ended = new AbortController();
      const settle = (isRecorded: boolean) => {
        ended.abort();
        resolve(isRecorded);
      };
      for (const signal of signals) {
        signal.addEventListener('abort', () => settle(false), { signal: ended.signal });
      }
      this.waiting.push({ entry, signals, settle });
      if (!this.isWriting) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.isWriting = true;
    await setTimeout(GATHER_MS);
    while (this.waiting.length > 0) {
      const batch = this.takeBatch();
      if (batch.length === 0) continue;
      if (!(await this.isRecorded(batch))) {
        this.waiting = [...batch, ...this.waiting];
        await this.pause();
      }
    }
    this.isWriting = false;
  }

  /** As many as one transaction takes, without those that nobody waits for any more. */
  private takeBatch(): Waiting[] {
    this.waiting = this.waiting.filter(({ signals }) => !signals.some((it) => it.aborted));
    let bytes = 0;
    const end = this.waiting.findIndex(({ entry }, index) => {
      bytes += entry.body.length;
      return index >= MAX_ENTRIES || (index > 0 && bytes > MAX_BYTES);
    });
    return this.waiting.splice(0, end < 0 ? this.waiting.length : end);
  }

  private async isRecorded(batch: readonly Waiting[]): Promise<boolean> {
    try {
      await recordSafely(
        batch.map(({ entry }) => entry),
        this.record,
      );
    } catch (error) {
      this.failures += 1;
      const msg = `${batch.length} dead letters could not be recorded yet; they wait`;
      this.logger.warn({ msg, error });
      return false;
    }
    this.failures = 0;
    for (const { settle } of batch) settle(true);
    return true;
  }

  /** Ends early when everyone has gone. */
  private async pause(): Promise<void> {
    const signals = this.waiting.flatMap((it) => it.signals);
    await sleep(this.clock, backoffMs(BACKOFF, this.failures), [...new Set(signals)]);
  }
}
