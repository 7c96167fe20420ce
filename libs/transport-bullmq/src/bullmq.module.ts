import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { BullMqBoard } from './bullmq.board.js';
import { BullMqHealth } from './bullmq.health.js';
import { BULLMQ_OPTIONS, type BullMqTransportOptions } from './bullmq.module-definition.js';
import { BullMqProbe } from './bullmq.probe.js';
import { RedisConnections } from './connection/redis-connections.js';
import { BullMqTransport } from './consuming/bullmq.transport.js';
import { BullMqPublisher } from './publishing/bullmq.publisher.js';
import { JobSender } from './publishing/job-sender.js';
import { BullMqScheduler } from './scheduling/bullmq.scheduler.js';
import { keyPrefix } from './topology/resource-names.js';
import { queueNames, Queues } from './topology/queues.js';

/** BullMQ for one app, global. Its queues can be injected: `@InjectQueue('tasks')`. */
@Module({})
export class BullMqTransportModule {
  /** @throws ConfigurationError where the topology contradicts itself */
  static forRoot(options: BullMqTransportOptions): DynamicModule {
    const names = queueNames(options.topology);
    const connections: DynamicModule = {
      module: RedisConnectionsModule,
      providers: [{ provide: BULLMQ_OPTIONS, useValue: options }, RedisConnections],
      exports: [BULLMQ_OPTIONS, RedisConnections],
    };
    const queues = names.map((name) => registerQueue(name, options, connections));
    return {
      module: BullMqTransportModule,
      global: true,
      imports: [connections, ...queues],
      providers: [
        {
          provide: Queues,
          inject: names.map((name) => getQueueToken(name)),
          useFactory: (...registered: Queue[]) => new Queues(options.topology, registered),
        },
        BullMqHealth,
        JobSender,
        BullMqPublisher,
        BullMqScheduler,
        BullMqTransport,
        BullMqProbe,
        BullMqBoard,
      ],
      exports: [BullMqPublisher, BullMqScheduler, BullMqTransport, ...queues],
    };
  }
}

@Module({})
class RedisConnectionsModule {}

function registerQueue(
  name: string,
  { settings }: BullMqTransportOptions,
  connections: DynamicModule,
): DynamicModule {
  return BullModule.registerQueueAsync({
    name,
    imports: [connections],
    inject: [RedisConnections],
    useFactory: ({ publisher }: RedisConnections) => ({
      connection: publisher.client,
      prefix: keyPrefix(settings.RESOURCE_PREFIX),
      // Asked on a connection that breaks meanwhile, it would leave the queue unusable for good.
      skipVersionCheck: true,
    }),
  });
}
