export { decodeMessage, encodeMessage } from './codec/message-codec.js';
export { SqsTransport } from './consuming/sqs.transport.js';
export { SqsPublisher } from './publishing/sqs.publisher.js';
export { sqs } from './sqs.adapter.js';
export type { SqsTransportOptions } from './sqs.module-definition.js';
export { SqsTransportModule } from './sqs.module.js';
export { sqsSettings, type SqsSettings } from './sqs.settings.js';
export { ResourceNames } from './topology/resource-names.js';
export type { QueueDeclaration, SqsTopology } from './topology/sqs-topology.js';
