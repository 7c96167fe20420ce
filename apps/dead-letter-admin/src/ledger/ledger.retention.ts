import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, DatabaseClose } from '@app/database';
import { AdminSettingsPort } from '../admin-settings.port.js';
import type { Status } from './dead-letters.table.js';

const INTERVAL_MS = 10 * 60_000;
const BATCH_SIZE = 500;

/** Somebody still has to look at the others. */
const SETTLED: readonly Status[] = ['resolved', 'failed_again', 'discarded'];

/** Deletes what was settled long ago, in small batches; never what is open or on its way. */
@Injectable()
export class LedgerRetention implements OnApplicationBootstrap {
  private readonly logger = new Logger(LedgerRetention.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly settings: AdminSettingsPort,
    close: DatabaseClose,
  ) {
    close.before(async () => {
      this.isStopped = true;
      clearInterval(this.timer);
      await this.running;
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.purge().catch((error: unknown) => {
        this.logger.warn({ error, msg: 'Old dead letters could not be deleted' });
      });
    }, INTERVAL_MS);
    this.timer.unref();
  }

  /** @returns how many were deleted */
  async purge(): Promise<number> {
    const table = this.database.table('dead_letters');
    let deleted = 0;
    while (!this.isStopped) {
      const { rowCount } = await this.database.query({
        text: `delete from ${table} where id = any(array(
          select id from ${table} where status = any($1::text[])
            and status_changed_at < now() - $2 * interval '1 hour'
          limit ${BATCH_SIZE} for update skip locked))`,
        values: [SETTLED, this.settings.values.LEDGER_RETENTION_HOURS],
      });
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH_SIZE) break;
    }
    return deleted;
  }
}
