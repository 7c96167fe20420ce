export { RabbitMqTransport } from './consuming/rabbitmq.transport.js';
export { RabbitMqPublisher } from './publishing/rabbitmq.publisher.js';
export { rabbitMq } from './rabbitmq.adapter.js';
export type { RabbitMqTransportOptions } from './rabbitmq.module-definition.js';
export { RabbitMqTransportModule } from './rabbitmq.module.js';
export { rabbitMqSettings, type RabbitMqSettings } from './rabbitmq.settings.js';
export { DELAY_TIERS } from './topology/delay-tiers.js';
export type {
  Binding,
  ExchangeDeclaration,
  QueueDeclaration,
  RabbitMqTopology,
} from './topology/rabbitmq-topology.js';
export { ResourceNames } from './topology/resource-names.js';
