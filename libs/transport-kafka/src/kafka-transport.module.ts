import { Module } from '@nestjs/common';
import { readSettings } from '@app/messaging';
import { KafkaClient } from './client/kafka.client.js';
import { KafkaHealth } from './kafka.health.js';
import type { KafkaModuleOptions } from './kafka-module-options.js';
import { kafkaSettings } from './kafka.settings.js';
import { KAFKA_SETTINGS } from './kafka.tokens.js';
import { KafkaTransport } from './kafka.transport.js';
import {
  ConfigurableModuleClass,
  MODULE_OPTIONS_TOKEN,
} from './kafka-transport.module-definition.js';
import { KafkaPublisher } from './publishing/kafka.publisher.js';
import { TopicCreator } from './topology/topic-creator.js';
import { Topics } from './topology/topics.js';

/** Kafka for one app: `forRoot(options)` or `forRootAsync(...)`, global by default. */
@Module({
  providers: [
    {
      provide: KAFKA_SETTINGS,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: ({ environment }: KafkaModuleOptions) => readSettings(kafkaSettings, environment),
    },
    KafkaClient,
    KafkaHealth,
    KafkaPublisher,
    KafkaTransport,
    TopicCreator,
    Topics,
  ],
  exports: [KafkaPublisher, KafkaTransport],
})
export class KafkaTransportModule extends ConfigurableModuleClass {}
