import { Module, type DynamicModule } from '@nestjs/common';
import { EventCatalogue } from '@app/events';
import { FollowerRegistry } from '../following/follower-registry.js';
import type { StreamFollower } from '../following/stream-follower.js';
import { CircuitBreakers } from '../breaker/circuit-breakers.js';
import { Consumers } from '../pipeline/consumers.js';
import { CrashGuard } from '../starts/crash-guard.js';
import { BrokerProbes } from '../metrics/broker-probe.js';
import { MetricRegistry } from '../metrics/metric-registry.js';
import { PublishMeters } from '../metrics/publish-meters.js';
import { DeliveryPipeline } from '../pipeline/delivery-pipeline.js';
import { DeliveryStatistics } from '../pipeline/delivery-statistics.js';
import { ReplayOutcomes } from '../pipeline/replay-outcomes.js';
import { EventComposer } from '../publishing/event-composer.js';
import { EventPublisher } from '../publishing/event-publisher.js';
import { EventRoutes } from '../publishing/event-routes.js';
import type { MessagePublisher } from '../publishing/message-publisher.js';
import { PublisherRegistry } from '../publishing/publisher-registry.js';
import { Tracing } from '../tracing/tracing.js';
import type { AppDefinition } from './app-definition.js';
import { APP_NAME, ENVIRONMENT } from './app.tokens.js';
import type { BrokerAdapter } from './broker-adapter.js';
import { BrokerBoards } from './broker-boards.js';
import { Clock } from './clock.js';
import { DuplicateMemory } from './duplicate-memory.js';
import { HealthRegistry } from './health.js';
import { HttpDrain } from './http-drain.js';
import type { Environment } from './settings.js';

export interface MessagingModuleOptions {
  readonly app: AppDefinition;
  readonly adapters: readonly BrokerAdapter[];
  readonly catalogue: EventCatalogue;
  readonly routes: EventRoutes;
  readonly clock: Clock;
  readonly environment: Environment;
}

/** The broker-neutral part of an app, global so that app modules and transports need no import. */
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingModuleOptions): DynamicModule {
    const { app, adapters, catalogue, routes, clock, environment } = options;
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: APP_NAME, useValue: app.name },
        { provide: ENVIRONMENT, useValue: environment },
        { provide: Clock, useValue: clock },
        { provide: Tracing, useFactory: () => Tracing.ofProcess() },
        { provide: EventCatalogue, useValue: catalogue },
        { provide: EventRoutes, useValue: routes.limitedTo(app.publishes) },
        {
          provide: PublisherRegistry,
          inject: [MetricRegistry, Tracing, ...adapters.map((adapter) => adapter.publisher)],
          useFactory: (
            metrics: MetricRegistry,
            tracing: Tracing,
            ...publishers: MessagePublisher[]
          ) => new PublisherRegistry(publishers, new PublishMeters(metrics), tracing),
        },
        {
          provide: FollowerRegistry,
          inject: adapters.flatMap((adapter) => adapter.follower ?? []),
          useFactory: (...followers: StreamFollower[]) => new FollowerRegistry(followers),
        },
        BrokerBoards,
        BrokerProbes,
        CircuitBreakers,
        Consumers,
        CrashGuard,
        DeliveryPipeline,
        DeliveryStatistics,
        EventComposer,
        EventPublisher,
        DuplicateMemory,
        HealthRegistry,
        HttpDrain,
        MetricRegistry,
        ReplayOutcomes,
      ],
      exports: [
        APP_NAME,
        ENVIRONMENT,
        Clock,
        EventCatalogue,
        EventRoutes,
        PublisherRegistry,
        FollowerRegistry,
        Consumers,
        DeliveryPipeline,
        DeliveryStatistics,
        EventComposer,
        EventPublisher,
        DuplicateMemory,
        HealthRegistry,
        BrokerBoards,
        BrokerProbes,
        MetricRegistry,
        ReplayOutcomes,
        Tracing,
      ],
    };
  }
}
