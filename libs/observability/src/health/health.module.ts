import { Module, type DynamicModule } from '@nestjs/common';
import { BrokerPoller } from '../brokers/broker-poller.js';
import { Metrics } from '../metrics/metrics.js';
import { TraceFlush } from '../tracing/trace-flush.js';
import { HEALTH_OPTIONS } from './health.tokens.js';
import { HealthRoutes, type HealthOptions } from './health-routes.js';
import { HealthServer } from './health-server.js';

/** Health and metrics of an app on `HEALTH_PORT`, and the end of its traces; goes among the `modules` of `startApp`. */
@Module({})
export class HealthModule {
  static forRoot({ healthPort, readyWith }: HealthOptions): DynamicModule {
    const options: HealthOptions = { healthPort, ...(readyWith && { readyWith }) };
    return {
      module: HealthModule,
      providers: [
        { provide: HEALTH_OPTIONS, useValue: options },
        Metrics,
        BrokerPoller,
        HealthRoutes,
        HealthServer,
        TraceFlush,
      ],
      exports: [Metrics, HealthServer],
    };
  }
}
