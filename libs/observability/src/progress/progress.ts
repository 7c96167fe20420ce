import { channelLabels } from '@app/messaging';
import type { ChannelBacklog, Clock, DeliveryStatistics, Health } from '@app/messaging';
import type { HealthIndicator, Metric, MetricRegistry } from '@app/messaging';
import { ChannelProgress } from './channel-progress.js';

const STALLED: Metric = {
  name: 'messaging_consumer_stalled_seconds',
  help: 'For how long the consumer has had work and settled nothing.',
  kind: 'gauge',
};

interface Watched {
  readonly broker: string;
  readonly name: string;
  readonly progress: ChannelProgress;
}

/** Whether every consumer gets on: alive isn't enough. */
export class Progress implements HealthIndicator {
  readonly name = 'progress';
  private readonly watched = new Map<string, Watched>();

  constructor(
    private readonly statistics: Pick<DeliveryStatistics, 'meter'>,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /** @param backlogs undefined while the broker doesn't tell */
  look(broker: string, backlogs: readonly ChannelBacklog[] | undefined): void {
    if (!backlogs) {
      for (const it of this.watched.values()) if (it.broker === broker) it.progress.forget();
      return;
    }
    const nowMs = this.clock.elapsedMs();
    for (const { channel, waitingForUs } of backlogs) {
      const { settled, inFlight, parked } = this.statistics.meter({ broker, name: channel });
      const { progress } = this.of(broker, channel);
      progress.look({ nowMs, settled, waiting: waitingForUs, inFlight, parked });
    }
  }

  health(): Health {
    const details = [...this.watched.values()].flatMap((it) => {
      const stalledMs = this.stalledMs(it);
      return stalledMs < this.timeoutMs ? [] : [this.describe(it, stalledMs)];
    });
    return details.length === 0 ? { status: 'up' } : { status: 'down', detail: details.join(' ') };
  }

  announce(metrics: MetricRegistry): void {
    metrics.add(STALLED, () =>
      [...this.watched.values()].map((it) => ({
        labels: channelLabels(it),
        value: Math.round(this.stalledMs(it)) / 1_000,
      })),
    );
  }

  private describe({ broker, name, progress }: Watched, stalledMs: number): string {
    const since = new Date(this.clock.now().getTime() - stalledMs).toISOString();
    const seconds = Math.round(stalledMs / 1_000);
    return `${broker} ${name} has settled nothing since ${since} (${seconds} s): ${progress.describe()}.`;
  }

  private stalledMs({ progress }: Watched): number {
    return progress.stalledMs(this.clock.elapsedMs());
  }

  private of(broker: string, name: string): Watched {
    const key = `${broker}/${name}`;
    const known = this.watched.get(key) ?? { broker, name, progress: new ChannelProgress() };
    this.watched.set(key, known);
    return known;
  }
}
