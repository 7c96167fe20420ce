import { Logger } from '@nestjs/common';
import { endsWithin, type Clock } from '@app/messaging';
import type { ConcurrencyLimit, InFlight } from '@app/messaging';
import { messageOf } from '../connection/redis-error.js';
import type { ConsumerGroup } from './consumer-group.js';
import type { Acknowledger } from './acknowledger.js';
import type { EntryWindow } from './entry-window.js';
import type { Housekeeping } from './housekeeping.js';
import type { StreamReader } from './stream-reader.js';
import type { Trimmed } from './trimmed.js';

export interface StreamConsumerOptions {
  readonly reader: StreamReader;
  readonly housekeeping: Housekeeping;
  readonly inFlight: InFlight;
  readonly limit: ConcurrencyLimit;
  readonly window: EntryWindow;
  readonly acknowledger: Acknowledger;
  readonly group: Pick<ConsumerGroup, 'leave'>;
  readonly trimmed: Trimmed;
  readonly clock: Clock;
  /** Aborted before `close()` is called. */
  readonly stopping: AbortSignal;
  /** Aborted by `close()`, when nothing is held any more. */
  readonly done: AbortController;
}

/** Redis answers or it doesn't; nothing that closing asks of it is worth waiting for longer. */
const FAREWELL_MS = 2_000;

/** One stream as an app reads it, from its first read to its last acknowledgement. */
export class StreamConsumer {
  private readonly logger = new Logger(StreamConsumer.name);

  constructor(private readonly options: StreamConsumerOptions) {}

  get problem(): string | undefined {
    return this.options.reader.problem;
  }

  /** Resolves when reading begins. */
  async start(): Promise<void> {
    void this.options.housekeeping.run();
    await this.options.reader.start();
  }

  /**
   * Lets running handlers finish for `timeoutMs` and acknowledges them. Past that time they are
   * told by their signal. What isn't finished is given back, for others to claim at once.
   */
  async close(timeoutMs: number): Promise<void> {
    const { reader, inFlight, limit, window, acknowledger, clock, done } = this.options;
    limit.stop();
    const drained = inFlight.idle().then(() => acknowledger.flush());
    const stopped = reader.stopped();
    if (!(await endsWithin(clock, timeoutMs, drained))) {
      this.logger.warn(`Handlers still ran after ${timeoutMs} ms; what they had is given back.`);
      for (const entry of window.all()) entry.lose();
    }
    await endsWithin(clock, FAREWELL_MS, stopped);
    done.abort();
    await endsWithin(clock, FAREWELL_MS, this.leave());
  }

  private async leave(): Promise<void> {
    const { group, window, trimmed } = this.options;
    try {
      // Those that had been trimmed before their last renewal aren't pending any more.
      const known = window.all().filter((it) => it.isTrimmed).length;
      trimmed.report(known + (await group.leave()), 'unfinished entries');
    } catch (error) {
      this.logger.warn(`Entries were not given back; they are claimed later: ${messageOf(error)}`);
    }
  }
}
