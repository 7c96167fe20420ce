import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, DatabaseClose } from '@app/database';
import { channelLabels, MetricRegistry, type Metric, type Sample } from '@app/messaging';

const OPEN: Metric = {
  name: 'messaging_dead_letters_open',
  help: 'Dead letters that wait for a decision, by the place where they failed and the reason.',
  kind: 'gauge',
};

const INTERVAL_MS = 10_000;
/** Places and reasons are few; a foreign header may name others. */
const MAX_SERIES = 200;

/** Counts what somebody has to look at, at an interval: a scrape shows the last figures. */
@Injectable()
export class OpenDeadLetters implements OnApplicationBootstrap {
  private readonly logger = new Logger(OpenDeadLetters.name);
  private samples: readonly Sample[] = [];
  private timer: NodeJS.Timeout | undefined;
  private counting: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    private readonly database: Database,
    metrics: MetricRegistry,
    close: DatabaseClose,
  ) {
    metrics.add(OPEN, () => this.samples);
    close.before(async () => {
      this.isStopped = true;
      clearTimeout(this.timer);
      await this.counting;
    });
  }

  onApplicationBootstrap(): void {
    this.counting = this.countOn();
  }

  private async countOn(): Promise<void> {
    try {
      this.samples = await this.count();
    } catch (error) {
      this.logger.warn({ error, msg: 'Open dead letters could not be counted' });
    }
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      this.counting = this.countOn();
    }, INTERVAL_MS);
    this.timer.unref();
  }

  private async count(): Promise<Sample[]> {
    const { rows } = await this.database.query<Row>({
      name: 'open_dead_letters',
      text: `select broker, source as name, reason, count(*)::int as count
        from ${this.database.table('dead_letters')} where status = 'open'
        group by broker, source, reason order by count desc limit ${MAX_SERIES}`,
    });
    return rows.map(({ broker, name, reason, count }) => ({
      labels: { ...channelLabels({ broker, name }), reason },
      value: count,
    }));
  }
}

interface Row {
  readonly broker: string;
  readonly name: string;
  readonly reason: string;
  readonly count: number;
}
