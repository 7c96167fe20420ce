import type { BrokerAdapter } from '@app/messaging';
import type { Dial } from './client/dial.js';
import { KafkaTransportModule } from './kafka-transport.module.js';
import { KafkaTransport } from './kafka.transport.js';
import { KafkaPublisher } from './publishing/kafka.publisher.js';
import type { KafkaTopology } from './topology/kafka-topology.js';

/** Kafka with these topics, for the composition root. */
export function kafka(topology: KafkaTopology, options: { dial?: Dial } = {}): BrokerAdapter {
  return {
    brokers: ['kafka'],
    module: (use) => KafkaTransportModule.forRoot({ ...use, ...options, topology }),
    transport: KafkaTransport,
    publisher: KafkaPublisher,
  };
}
