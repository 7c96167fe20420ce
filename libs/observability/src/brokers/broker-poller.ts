import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { BrokerProbes, Clock, DeliveryStatistics, ENVIRONMENT } from '@app/messaging';
import { HealthRegistry, MetricRegistry, readSettings, type Environment } from '@app/messaging';
import { Progress } from '../progress/progress.js';
import { announceBrokers } from './broker-figures.js';
import { BrokerPoll } from './broker-poll.js';
import { brokerPollerSettings } from './broker-poller.settings.js';

/**
 * The one place that asks brokers for figures, at an interval: metrics and readiness show what they
 * said last.
 */
@Injectable()
export class BrokerPoller implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly intervalMs: number;
  private readonly progressTimeoutMs: number;
  private polls: readonly BrokerPoll[] = [];
  private progress: Progress | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    @Inject(ENVIRONMENT) environment: Environment,
    private readonly probes: BrokerProbes,
    private readonly statistics: DeliveryStatistics,
    private readonly health: HealthRegistry,
    private readonly metrics: MetricRegistry,
    private readonly clock: Clock,
  ) {
    const settings = readSettings(brokerPollerSettings, environment);
    this.intervalMs = settings.BROKER_POLL_INTERVAL_MS;
    this.progressTimeoutMs = settings.PROGRESS_TIMEOUT_MS;
  }

  /** Every probe is announced by then: transports are made before any module is initialized. */
  onApplicationBootstrap(): void {
    this.polls = this.probes.all().map((it) => new BrokerPoll(it, this.health, this.clock));
    if (this.polls.length === 0) return;
    this.progress = new Progress(this.statistics, this.clock, this.progressTimeoutMs);
    this.health.add(this.progress);
    announceBrokers(this.metrics, this.polls);
    this.progress.announce(this.metrics);
    void this.askOn();
  }

  /** Before transports close: nothing is asked of what is being closed, and no answer waited for. */
  beforeApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    for (const poll of this.polls) poll.stop();
  }

  private async askOn(): Promise<void> {
    await this.ask();
    if (this.isStopped) return;
    this.timer = setTimeout(() => void this.askOn(), this.intervalMs);
    this.timer.unref();
  }

  private async ask(): Promise<void> {
    await Promise.all(this.polls.map((it) => it.ask()));
    for (const { broker, figures, problem } of this.polls) {
      if (problem) this.progress?.miss(broker, problem);
      else this.progress?.look(broker, figures.channels);
    }
  }
}
