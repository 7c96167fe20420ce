export type { Address, Dial } from './client/dial.js';
export { kafka } from './kafka.adapter.js';
export type { KafkaModuleOptions } from './kafka-module-options.js';
export { kafkaSettings, type KafkaSettings } from './kafka.settings.js';
export { KafkaTransport } from './kafka.transport.js';
export { KafkaTransportModule } from './kafka-transport.module.js';
export { KafkaPublisher } from './publishing/kafka.publisher.js';
export { deadLetterTopicName } from './topology/dead-letter-topic.js';
export type { KafkaTopic, KafkaTopology } from './topology/kafka-topology.js';
