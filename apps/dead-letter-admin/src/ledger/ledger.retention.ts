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

  /** @returns how many dead letters were deleted */
  async purge(): Promise<number> {
    const [letters, replays, items] = ['dead_letters', 'replays', 'replay_items'].map((name) =>
      this.database.table(name),
    );
    const hours = this.settings.values.LEDGER_RETENTION_HOURS;
    const deleted = await this.inBatches(
      `delete from ${letters} where id = any(array(
        select id from ${letters} where status = any($2::text[])
          and status_changed_at < now() - $1 * interval '1 hour'
        limit ${BATCH_SIZE} for update skip locked))`,
      [hours, SETTLED],
    );
    // As long as a letter is there, the numbers of its replays tell the next one's.
    await this.inBatches(
      `delete from ${replays} where id = any(array(
        select id from ${replays} as replay where ended_at < now() - $1 * interval '1 hour'
          and not exists (select from ${items} as item join ${letters} as letter
            on letter.id = item.letter_id where item.replay_id = replay.id)
        limit ${BATCH_SIZE} for update skip locked))`,
      [hours],
    );
    return deleted;
  }

  /** @returns how many rows the statement has deleted in all */
  private async inBatches(text: string, values: unknown[]): Promise<number> {
    let deleted = 0;
    while (!this.isStopped) {
      const { rowCount } = await this.database.query({ text, values });
      deleted += rowCount ?? 0;
      if ((rowCount ?? 0) < BATCH_SIZE) break;
    }
    return deleted;
  }
}
