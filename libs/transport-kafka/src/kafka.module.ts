import { Global, Module } from '@nestjs/common';
import { KafkaClient } from './connection/kafka.client.js';
import { KafkaTransport } from './consuming/kafka.transport.js';
import { KafkaHealth } from './kafka.health.js';
import { ConfigurableModuleClass } from './kafka.module-definition.js';
import { KafkaProbe } from './kafka.probe.js';
import { KafkaPublisher } from './publishing/kafka.publisher.js';
import { TopicCreator } from './topology/topic-creator.js';
import { TopicRetention } from './topology/topic-retention.js';
import { Topics } from './topology/topics.js';

/** Kafka for one app: `forRoot(options)`, or `forRootAsync({ inject, useFactory })`. */
@Global()
@Module({
  providers: [
    KafkaHealth,
    KafkaClient,
    Topics,
    TopicRetention,
    TopicCreator,
    KafkaPublisher,
    KafkaTransport,
    KafkaProbe,
  ],
  exports: [KafkaPublisher, KafkaTransport],
})
export class KafkaTransportModule extends ConfigurableModuleClass {}
