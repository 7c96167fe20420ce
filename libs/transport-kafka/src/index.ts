export type { Dial } from './connection/dial.js';
export { KafkaTransport } from './consuming/kafka.transport.js';
export { kafka } from './kafka.adapter.js';
export type { KafkaTransportOptions } from './kafka.module-definition.js';
export { KafkaTransportModule } from './kafka.module.js';
export { kafkaSettings, type KafkaSettings } from './kafka.settings.js';
export { KafkaPublisher } from './publishing/kafka.publisher.js';
export { deadLetterTopicName } from './topology/dead-letter-topic.js';
export type { KafkaTopic, KafkaTopology } from './topology/kafka-topology.js';
