import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Database, DatabaseClose } from '@app/database';

const INTERVAL_MS = 10 * 60_000;
const BATCH_SIZE = 1_000;
const MS_PER_HOUR = 3_600_000;

/** Deletes what is older than its retention: in small batches, so that nobody waits for it. */
export class RetentionPurge implements OnApplicationBootstrap {
  private readonly logger = new Logger(RetentionPurge.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private stopped = false;

  /**
   * @param table has a column `created_at` with an index
   * @param retentionHours Infinity: nothing is ever deleted
   */
  constructor(
    private readonly database: Database,
    private readonly table: string,
    private readonly retentionHours: number,
    close: DatabaseClose,
  ) {
    close.before(async () => {
      this.stopped = true;
      clearInterval(this.timer);
      await this.running;
    });
  }

  onApplicationBootstrap(): void {
    if (this.retentionHours === Infinity) return;
    this.timer = setInterval(() => {
      this.running = this.purge().catch((error: unknown) => {
        this.logger.warn({ error, table: this.table, msg: 'Old rows could not be deleted' });
      });
    }, INTERVAL_MS);
    this.timer.unref();
  }

  /** @returns how many rows were deleted */
  async purge(): Promise<number> {
    const table = this.database.table(this.table);
    let deleted = 0;
    while (!this.stopped) {
      const { rowCount } = await this.database.query({
        text: `delete from ${table} where ctid = any(array(select ctid from ${table}
          where created_at < now() - $1 * interval '1 millisecond'
          limit ${BATCH_SIZE} for update skip locked))`,
        values: [this.retentionHours * MS_PER_HOUR],
      });
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH_SIZE) break;
    }
    return deleted;
  }
}
