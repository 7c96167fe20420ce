import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, DatabaseClose } from '@app/database';
import type { AdminTables } from '../migrations/admin-tables.js';
import { ReplayStep } from './replay-step.js';

/** How often replays are looked for that this process has not begun, or that had to wait. */
const POLL_MS = 200;

/**
 * Sends what waits in running replays. Any number of processes may do so: a step locks its replay.
 * All that it knows is in the database, so whoever is there goes on where another has died.
 */
@Injectable()
export class ReplayRunner implements OnApplicationBootstrap {
  private readonly logger = new Logger(ReplayRunner.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(
    private readonly database: Database<AdminTables>,
    private readonly step: ReplayStep,
    close: DatabaseClose,
  ) {
    close.before(() => this.stop());
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
  }

  /** There may be something to send. Outside any transaction: what it does is its own. */
  wake(): void {
    if (this.running || this.isStopped) return;
    this.running = this.database
      .outside(() => this.run())
      .finally(() => {
        this.running = undefined;
      });
  }

  private async run(): Promise<void> {
    try {
      while (!this.isStopped && (await this.step.take()));
    } catch (error) {
      // The next poll tries again, and nothing of a failed step has happened.
      this.logger.warn({ error, msg: 'A replay could not go on' });
    }
  }

  private async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
  }
}
