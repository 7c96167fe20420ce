import type { BrokerUse } from '@app/messaging';
import type { Dial } from './client/dial.js';
import type { KafkaTopology } from './topology/kafka-topology.js';

/** What an app is to Kafka: its name, what it reads, and the topics that exist. */
export interface KafkaModuleOptions extends BrokerUse {
  readonly topology: KafkaTopology;
  /** Where to connect for an address that brokers advertise; by default there. */
  readonly dial?: Dial;
}
