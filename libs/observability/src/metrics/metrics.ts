import { Inject, Injectable } from '@nestjs/common';
import { APP_NAME, MetricRegistry } from '@app/messaging';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { exposition } from './exposition.js';

/**
 * The numbers of one app in Prometheus' text format: Node's own by prom-client, and what the app's
 * parts announced. A registry of its own: two apps in one process don't mix. Nothing is asked of a
 * server here, so that a scrape is answered at once, whatever is down.
 */
@Injectable()
export class Metrics {
  private readonly process = new Registry();

  constructor(
    @Inject(APP_NAME) private readonly app: string,
    private readonly registry: MetricRegistry,
  ) {
    this.process.setDefaultLabels({ app });
    collectDefaultMetrics({ register: this.process });
    const uptime = new Gauge({
      name: 'process_uptime_seconds',
      help: 'Time since the process started.',
      registers: [],
      collect() {
        this.set(process.uptime());
      },
    });
    this.process.registerMetric(uptime);
  }

  get contentType(): string {
    return this.process.contentType;
  }

  async text(): Promise<string> {
    const ours = [...this.registry.all()].map(({ metric, samples }) =>
      exposition(metric, samples, { app: this.app }),
    );
    return [...ours, await this.process.metrics()].join('\n');
  }
}
