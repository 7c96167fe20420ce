import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { Subscription } from '@app/messaging';
import type { Dial } from './connection/dial.js';
import type { KafkaSettings } from './kafka.settings.js';
import type { KafkaTopology } from './topology/kafka-topology.js';

export interface KafkaTransportOptions {
  readonly topology: KafkaTopology;
  /** May be empty: the app only sends. */
  readonly consumes: readonly Subscription[];
  readonly settings: KafkaSettings;
  /** Where to connect for an address that brokers advertise; by default there. */
  readonly dial?: Dial;
}

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN: KAFKA_OPTIONS } =
  new ConfigurableModuleBuilder<KafkaTransportOptions>({ moduleName: 'KafkaTransport' })
    .setClassMethodName('forRoot')
    .build();
