import { Inject, Injectable } from '@nestjs/common';
import { APP_NAME, DeliveryStatistics } from '@app/messaging';
import { Counter, Gauge, Registry } from 'prom-client';

/**
 * The numbers of one app in Prometheus' text format. A registry of its own: two apps in one
 * process don't mix. Numbers are read when somebody asks, so the hot path pays nothing.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor(@Inject(APP_NAME) app: string, statistics: DeliveryStatistics) {
    this.registry.setDefaultLabels({ app });
    this.addDeliveries(statistics);
    this.addGauge('process_resident_memory_bytes', 'Memory that the process holds.', () =>
      process.memoryUsage.rss(),
    );
    this.addGauge('process_uptime_seconds', 'Time since the process started.', () =>
      process.uptime(),
    );
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private addGauge(name: string, help: string, read: () => number): void {
    const collect = function (this: Gauge): void {
      this.set(read());
    };
    this.registry.registerMetric(new Gauge({ name, help, registers: [], collect }));
  }

  private addDeliveries(statistics: DeliveryStatistics): void {
    const collect = function (this: Counter): void {
      this.reset();
      for (const { broker, channel, outcome, count } of statistics.all()) {
        this.inc({ broker, channel, outcome }, count);
      }
    };
    const counter = new Counter({
      name: 'messaging_deliveries_total',
      help: 'Deliveries by what became of them.',
      labelNames: ['broker', 'channel', 'outcome'],
      registers: [],
      collect,
    });
    this.registry.registerMetric(counter);
  }
}
