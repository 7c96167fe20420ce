import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { DatabaseClose } from './database-close.js';
import type { Database } from './database.js';

const INTERVAL_MS = 10 * 60_000;
const BATCH_SIZE = 1_000;
const MS_PER_HOUR = 3_600_000;

/** What is forgotten after a while. */
export interface Retained {
  /** It has a column `created_at`, with an index. */
  readonly table: string;
  /** Infinity: nothing is ever deleted. */
  readonly hours: number;
  /** SQL: which rows of the table; default is all. */
  readonly where?: string;
}

/** Deletes what is older than its retention: in small batches, so that nobody waits for it. */
export class RetentionPurge implements OnApplicationBootstrap {
  private readonly logger = new Logger(RetentionPurge.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly retained: Retained,
    close: DatabaseClose,
  ) {
    close.before(async () => {
      this.stopped = true;
      clearInterval(this.timer);
      await this.running;
    });
  }

  onApplicationBootstrap(): void {
    if (this.retained.hours === Infinity) return;
    this.timer = setInterval(() => {
      this.running = this.purge().catch((error: unknown) => {
        const { table } = this.retained;
        this.logger.warn({ error, table, msg: 'Old rows could not be deleted' });
      });
    }, INTERVAL_MS);
    this.timer.unref();
  }

  /** @returns how many rows were deleted */
  async purge(): Promise<number> {
    const table = this.database.table(this.retained.table);
    let deleted = 0;
    while (!this.stopped) {
      const { rowCount } = await this.database.query({
        text: `delete from ${table} where ctid = any(array(select ctid from ${table}
          where created_at < now() - $1 * interval '1 millisecond'
            and (${this.retained.where ?? 'true'})
          limit ${BATCH_SIZE} for update skip locked))`,
        values: [this.retained.hours * MS_PER_HOUR],
      });
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH_SIZE) break;
    }
    return deleted;
  }
}
