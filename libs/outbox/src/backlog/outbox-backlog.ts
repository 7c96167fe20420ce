import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Database, DatabaseClose } from '@app/database';
import type { Health, HealthIndicator, Metric, MetricRegistry } from '@app/messaging';
import { OutboxBacklogFullError } from '../outbox.errors.js';
import type { OutboxSettings } from '../outbox.settings.js';
import { backlogHealth } from './backlog-health.js';
import { readFigures, type OutboxFigures } from './outbox-figures.js';

const WAITING: Metric = {
  name: 'messaging_outbox_waiting_messages',
  help: 'Messages that wait to be published: exact up to 10,000, an upper bound beyond.',
  kind: 'gauge',
};
const OLDEST: Metric = {
  name: 'messaging_outbox_oldest_age_seconds',
  help: 'How long the oldest message has waited to be published.',
  kind: 'gauge',
};
const DEAD_LETTERS: Metric = {
  name: 'messaging_outbox_dead_letters_open',
  help: "Messages that can't be published and wait for a decision, counted up to 1,000.",
  kind: 'gauge',
};

type BacklogSettings = Pick<OutboxSettings, 'OUTBOX_MAX_BACKLOG' | 'OUTBOX_WATCH_INTERVAL_MS'>;

/**
 * Whether the outbox takes more, and whether somebody has to look at it: figures that are refreshed
 * now and then, so that asking costs nothing.
 */
export class OutboxBacklog implements OnApplicationBootstrap, HealthIndicator {
  readonly name = 'outbox-backlog';
  private readonly logger = new Logger(OutboxBacklog.name);
  private figures: OutboxFigures = {
    isFull: false,
    deadLetters: 0,
    oldestDeadLetter: undefined,
    waiting: 0,
    oldestSeconds: 0,
  };
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> = Promise.resolve();
  private isStopped = false;
  private hasFailed = false;

  constructor(
    private readonly database: Database,
    private readonly settings: BacklogSettings,
    close: DatabaseClose,
  ) {
    close.before(() => this.stop());
  }

  /**
   * For what begins something new, such as an HTTP request; handlers of messages go on, or nothing
   * would be finished.
   * @throws OutboxBacklogFullError
   */
  assertRoom(): void {
    if (this.figures.isFull) throw new OutboxBacklogFullError(this.settings.OUTBOX_MAX_BACKLOG);
  }

  announce(metrics: MetricRegistry): void {
    const gauge = (metric: Metric, read: (figures: OutboxFigures) => number) =>
      metrics.add(metric, () => [{ labels: {}, value: read(this.figures) }]);
    gauge(WAITING, ({ waiting }) => waiting);
    gauge(OLDEST, ({ oldestSeconds }) => oldestSeconds);
    gauge(DEAD_LETTERS, ({ deadLetters }) => deadLetters);
  }

  health(): Health {
    return backlogHealth(this.figures, this.settings.OUTBOX_MAX_BACKLOG);
  }

  onApplicationBootstrap(): void {
    this.reading = this.readOn();
  }

  private async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.reading;
  }

  private async readOn(): Promise<void> {
    try {
      this.figures = await readFigures(this.database, this.settings.OUTBOX_MAX_BACKLOG);
      this.hasFailed = false;
    } catch (error) {
      // The last figures stay; whether the database answers is told by its own health.
      if (!this.hasFailed) this.logger.warn({ error, msg: 'The outbox could not be counted' });
      this.hasFailed = true;
    }
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.reading = this.readOn();
    }, this.settings.OUTBOX_WATCH_INTERVAL_MS);
  }
}
