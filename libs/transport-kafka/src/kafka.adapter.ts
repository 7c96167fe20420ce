import { readSettings, type BrokerAdapter } from '@app/messaging';
import { KAFKA } from './broker.js';
import type { Dial } from './connection/dial.js';
import { KafkaTransport } from './consuming/kafka.transport.js';
import { KafkaTransportModule } from './kafka.module.js';
import { kafkaSettings } from './kafka.settings.js';
import { KafkaPublisher } from './publishing/kafka.publisher.js';
import type { KafkaTopology } from './topology/kafka-topology.js';

/** Kafka as the composition root adds it to an app. */
export function kafka(topology: KafkaTopology, options: { dial?: Dial } = {}): BrokerAdapter {
  return {
    brokers: [KAFKA],
    settings: kafkaSettings,
    module: ({ consumes, environment }) =>
      KafkaTransportModule.forRoot({
        ...options,
        topology,
        consumes,
        settings: readSettings(kafkaSettings, environment),
      }),
    transport: KafkaTransport,
    publisher: KafkaPublisher,
  };
}
