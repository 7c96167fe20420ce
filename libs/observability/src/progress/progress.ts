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

interface Silence {
  readonly sinceMs: number;
  readonly error: Error;
}

/** Whether every consumer gets on: alive isn't enough. */
export class Progress implements HealthIndicator {
  readonly name = 'progress';
  private readonly watched = new Map<string, Watched>();
  /** Brokers that have told what waits there, at least once. */
  private readonly told = new Set<string>();
  /** Brokers that did not tell when they were asked last. */
  private readonly silent = new Map<string, Silence>();

  constructor(
    private readonly statistics: Pick<DeliveryStatistics, 'meter'>,
    private readonly clock: Clock,
    private readonly timeoutMs: number,
  ) {}

  /**
   * The broker does not tell what waits there. Where it told before, a queue may be gone; where it
   * never did, we may lack the right to ask, which keeps nobody from consuming.
   */
  miss(broker: string, error: Error): void {
    for (const it of this.watched.values()) if (it.broker === broker) it.progress.forget();
    const sinceMs = this.silent.get(broker)?.sinceMs ?? this.clock.elapsedMs();
    this.silent.set(broker, { sinceMs, error });
  }

  /** What the broker told. */
  look(broker: string, backlogs: readonly ChannelBacklog[]): void {
    this.silent.delete(broker);
    this.told.add(broker);
    const nowMs = this.clock.elapsedMs();
    for (const { channel, waitingForUs } of backlogs) {
      const { settled, inFlight, parked } = this.statistics.meter({ broker, name: channel });
      const { progress } = this.of(broker, channel);
      progress.look({ nowMs, settled, waiting: waitingForUs, inFlight, parked });
    }
  }

  health(): Health {
    const stalled = [...this.watched.values()].flatMap((it) => {
      const stalledMs = this.stalledMs(it);
      return stalledMs < this.timeoutMs ? [] : [this.describe(it, stalledMs)];
    });
    const silent = [...this.silent].filter(([, { sinceMs }]) => this.isLong(sinceMs));
    const details = [...stalled, ...silent.map(([broker, it]) => this.describeSilence(broker, it))];
    if (details.length === 0) return { status: 'up' };
    const isDown = stalled.length > 0 || silent.some(([broker]) => this.told.has(broker));
    return { status: isDown ? 'down' : 'degraded', detail: details.join(' ') };
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
    return `${broker} ${name} has settled nothing ${this.since(stalledMs)}: ${progress.describe()}.`;
  }

  private describeSilence(broker: string, { sinceMs, error }: Silence): string {
    const since = this.since(this.clock.elapsedMs() - sinceMs);
    return `${broker} does not tell what waits there ${since}: ${error.message.replace(/\.$/, '')}.`;
  }

  private isLong(sinceMs: number): boolean {
    return this.clock.elapsedMs() - sinceMs >= this.timeoutMs;
  }

  private since(durationMs: number): string {
    const since = new Date(this.clock.now().getTime() - durationMs).toISOString();
    return `since ${since} (${Math.round(durationMs / 1_000)} s)`;
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
