import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Subscription } from '@app/messaging';
import type { RabbitMqSettings } from './rabbitmq.settings.js';
import type { RabbitMqTopology } from './topology/rabbitmq-topology.js';

export interface RabbitMqTransportOptions {
  readonly topology: RabbitMqTopology;
  /** May be empty: the app only sends. */
  readonly consumes: readonly Subscription[];
  readonly settings: RabbitMqSettings;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: RABBITMQ_OPTIONS } =
  new ConfigurableModuleBuilder<RabbitMqTransportOptions>({ moduleName: 'RabbitMqTransport' })
    .setClassMethodName('forRoot')
    .build();
