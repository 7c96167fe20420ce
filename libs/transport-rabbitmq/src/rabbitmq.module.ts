import { Global, Module } from '@nestjs/common';
import { RabbitMqTransport } from './consuming/rabbitmq.transport.js';
import { RabbitMqPublisher } from './publishing/rabbitmq.publisher.js';
import { RabbitMqSender } from './publishing/rabbitmq.sender.js';
import { RabbitMqHealth } from './rabbitmq.health.js';
import { RabbitMqProbe } from './rabbitmq.probe.js';
import {
  ConfigurableModuleClass,
  RABBITMQ_OPTIONS,
  type RabbitMqTransportOptions,
} from './rabbitmq.module-definition.js';
import { PhysicalTopology } from './topology/physical-topology.js';

/** RabbitMQ for one app: `forRoot(options)`, or `forRootAsync({ inject, useFactory })`. */
@Global()
@Module({
  providers: [
    {
      provide: PhysicalTopology,
      inject: [RABBITMQ_OPTIONS],
      useFactory: ({ topology, settings }: RabbitMqTransportOptions) =>
        new PhysicalTopology(topology, settings.RESOURCE_PREFIX),
    },
    RabbitMqHealth,
    RabbitMqSender,
    RabbitMqPublisher,
    RabbitMqTransport,
    RabbitMqProbe,
  ],
  exports: [RabbitMqPublisher, RabbitMqTransport],
})
export class RabbitMqTransportModule extends ConfigurableModuleClass {}
